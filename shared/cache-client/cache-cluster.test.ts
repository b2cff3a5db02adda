import { Cluster } from 'iovalkey'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aCacheClient, invalidationsOf } from '../../test/builders/cache-server.ts'
import { type RedisCluster, startRedisCluster } from '../../test/builders/redis-cluster.ts'
import { cacheKey, toEntryKeys } from '../cache/cache-key.ts'

describe('in a cluster, the client and the scripts', () => {
  let cluster: RedisCluster
  let connection: Cluster
  beforeAll(async () => {
    cluster = await startRedisCluster()
    connection = new Cluster([cluster.url])
    await connection.ping()
  })

  afterAll(async () => {
    connection?.disconnect()
    await cluster?.stop()
  })

  it.each(['', '}', '{', '{}', '}{', 'a}b', '{a}b', '%', '|', 'CUSTOMER#c-17', 'ü'])(
    'find all keys of %j in one slot, and its value, lease and floor',
    async (id) => {
      const key = cacheKey('order', id)
      const keys = toEntryKeys('tailrace', key)
      const { get, codes } = aCacheClient(connection)
      const invalidations = invalidationsOf(connection)

      const slots = await Promise.all(
        Object.values(keys).map((one) => connection.cluster('KEYSLOT', one)),
      )
      expect(new Set(slots).size).toBe(1)

      expect([await get(key, () => 1), await get(key, () => 2)]).toEqual([1, 1])
      expect(await invalidations.item(key, 7)).toBe(true)
      expect(await invalidations.item(key, 6)).toBe(false)
      expect(await get(key, () => 3)).toBe(3)
      await invalidations.list(key, 60_000)
      expect(await get(key, () => 4)).toBe(4)
      expect(await connection.exists(keys.value)).toBe(0)
      expect(codes()).toEqual([])
    },
  )
})
