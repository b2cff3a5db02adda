import { Cluster, Redis } from 'iovalkey'
import { afterAll } from 'vitest'
import type { ValkeyClient } from '../../shared/adapters/valkey-client.ts'
import type { CacheMode } from '../../shared/cache/cache-endpoint.ts'
import { toEntryKeys } from '../../shared/cache/cache-key.ts'
import { FLOOR_TTL_MS, openInvalidations, PREFIX } from '../builders/cache-engine.ts'
import { startOwnRedis } from '../builders/own-redis.ts'
import { startRedisCluster } from '../builders/redis-cluster.ts'
import {
  type CacheUnderTest,
  describeCacheInvalidationsContract,
} from './cache-invalidations-contract.ts'

const started = new AsyncDisposableStack()
afterAll(() => started.disposeAsync())

describeCacheInvalidationsContract('a single server', async () => {
  const { url } = started.use(await startOwnRedis())
  return under(url, 'single', new Redis(url))
})

describeCacheInvalidationsContract('a cluster', async () => {
  const { url } = started.use(await startRedisCluster())
  return under(url, 'cluster', new Cluster([url]))
})

function under(url: string, mode: CacheMode, client: ValkeyClient): CacheUnderTest {
  started.defer(() => client.disconnect())
  return {
    cache: openInvalidations(url, { mode }).cache,
    prefix: PREFIX,
    floorTtlMs: FLOOR_TTL_MS,
    set: async (key, value) => {
      await client.set(key, value)
    },
    setOdd: async (key) => {
      await client.lpush(key, 'odd')
    },
    shorten: async (key, ttlMs) => {
      await client.pexpire(key, ttlMs)
    },
    read: async (key) => {
      const { value, lease, floor } = toEntryKeys(PREFIX, key)
      const [valueText, leaseText, floorText, leaseMs, floorMs] = await Promise.all([
        client.get(value),
        client.get(lease),
        client.get(floor),
        client.pttl(lease),
        client.pttl(floor),
      ])
      return { value: valueText, lease: leaseText, floor: floorText, leaseMs, floorMs }
    },
  }
}
