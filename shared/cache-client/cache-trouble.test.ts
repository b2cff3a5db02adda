import type { Redis } from 'iovalkey'
import { afterEach, describe, expect, it } from 'vitest'
import { aCacheClient, connectToCache, invalidationsOf } from '../../test/builders/cache-server.ts'
import { startOwnRedis } from '../../test/builders/own-redis.ts'
import { startTcpProxy } from '../../test/fakes/tcp-proxy.ts'
import { eventually } from '../../test/support/eventually.ts'
import { type CacheKey, cacheKey, toEntryKeys } from '../cache/cache-key.ts'
import { GIVE_LEASE_BACK, TAKE_LEASE } from '../cache/cache-scripts.ts'

const BUDGET_MS = 100
const key = cacheKey('order', 'CUSTOMER#c-17', 'ORDER#o-204')
const keys = toEntryKeys('tailrace', key)
const after: (() => unknown)[] = []

afterEach(async () => {
  for (const end of after.splice(0).reverse()) await end()
})

async function aServer(args: readonly string[] = []) {
  const server = await startOwnRedis({ args })
  after.push(server.stop)
  const connection = await aConnection(server.url)
  return { server, connection }
}

async function aConnection(url: string, options = {}): Promise<Redis> {
  const connection = connectToCache(url, options)
  after.push(() => connection.disconnect())
  await eventually(() => connection.status === 'ready' || Promise.reject(new Error('not ready')))
  return connection
}

/** Whether it answers again, without another word about it. */
const isBack = (connection: Redis) => eventually(() => connection.ping())

describe('get, of a cache in trouble', () => {
  it('reads through when nothing listens there, and asks no more for a while', async () => {
    const { server, connection } = await aServer()
    const { get, codes, troubles } = aCacheClient(connection, { restMs: 60_000 })
    await server.kill()

    for (let time = 0; time < 15; time += 1) expect(await get(key, () => time)).toBe(time)

    expect(codes()).toEqual([...Array(10).fill('cache.unavailable'), 'cache.resting'])
    expect(troubles[0]).toMatchObject({ during: 'get', key })
  })

  it('reads through within its budget when the cache is frozen, and caches when it is not', async () => {
    const { server, connection } = await aServer()
    const { get, codes } = aCacheClient(connection, { budgetMs: BUDGET_MS, restMs: 0 })
    server.freeze()

    const from = performance.now()
    const got = await Promise.all(Array.from({ length: 50 }, (_, place) => get(key, () => place)))
    const tookMs = performance.now() - from
    server.thaw()

    // Those whose time is over together load together.
    expect(new Set(got).size).toBeLessThan(10)
    expect(tookMs).toBeGreaterThanOrEqual(BUDGET_MS - 1)
    // A bound on waiting twice, on cores that are shared.
    expect(tookMs).toBeLessThan(BUDGET_MS * 30)
    expect(new Set(codes())).toEqual(new Set(['cache.unavailable']))
    await isBack(connection)
    expect(await get(key, () => 'loaded')).toBe('loaded')
    expect(await connection.get(keys.value)).toBe('"loaded"')
  })

  it('asks again after its rest', async () => {
    const { server, connection } = await aServer()
    const { get, codes } = aCacheClient(connection, { restMs: 50, budgetMs: 1_000 })
    await server.kill()
    for (let time = 0; time < 10; time += 1) await get(key, () => time)
    expect(codes().at(-1)).toBe('cache.resting')

    await server.start()
    await isBack(connection)

    await eventually(async () => {
      await get(key, () => 'loaded')
      expect(await connection.get(keys.value)).toBe('"loaded"')
    })
  })

  it('gives a lease back that came when nobody waited any longer', async () => {
    const { server, connection } = await aServer()
    const replies: unknown[] = []
    const { get, codes } = aCacheClient(
      {
        get: (name) => connection.get(name),
        eval: connection.eval.bind(connection),
        evalsha: async (sha1, count, ...rest) => {
          if (codes().length === 0) server.freeze()
          const reply = await connection.evalsha(sha1, count, ...rest)
          replies.push(reply)
          return reply
        },
      },
      // It covers the look before the freeze, on a busy machine too.
      { budgetMs: 10 * BUDGET_MS, leaseMs: 300_000 },
    )
    // So that the server knows the scripts.
    await connection.script('LOAD', TAKE_LEASE)
    await connection.script('LOAD', GIVE_LEASE_BACK)

    expect(await get(key, () => 'loaded')).toBe('loaded')
    expect(codes()).toEqual(['cache.unavailable'])
    server.thaw()

    await eventually(() => expect(replies).toHaveLength(2))
    expect(replies[0]).toEqual(['leased'])
    expect(await connection.exists(keys.lease)).toBe(0)
  })

  it('reads through when it may not ask', async () => {
    const { connection } = await aServer()
    const { get, codes } = aCacheClient(connection)
    await connection.call('ACL', 'SETUSER', 'default', 'resetpass', '-@all', '+ping', '+info')

    expect(await get(key, () => 'loaded')).toBe('loaded')

    expect(codes()).toEqual(['cache.refused'])
  })

  it('reads through a full cache, which refuses fills and no invalidation', async () => {
    const { connection } = await aServer([
      '--maxmemory',
      '100mb',
      '--maxmemory-policy',
      'noeviction',
    ])
    const { get, codes } = aCacheClient(connection)
    const invalidations = invalidationsOf(connection)
    const list = cacheKey('customer-orders', 'CUSTOMER#c-17')
    const late = cacheKey('order', 'filled when it is full')
    await invalidations.item(cacheKey('order', 'other'), 1)
    for (const one of [key, list]) await get(one, () => 'old')

    await get(late, async () => {
      // Less than it holds: full, whatever it frees meanwhile.
      await connection.config('SET', 'maxmemory', '1')
      return 'loaded'
    })
    expect(codes()).toEqual(['cache.out_of_memory'])
    expect(await connection.exists(toEntryKeys('tailrace', late).lease)).toBe(0)

    expect(await invalidations.item(key, 7)).toBe(true)
    await invalidations.list(list, 60_000)

    expect(await connection.get(keys.floor)).toMatch(/0{39}7$/)
    expect(await connection.get(toEntryKeys('tailrace', list).lease)).toBe('closed')
    for (const one of [key, list]) expect(await get(one, () => 'new')).toBe('new')
    expect(await connection.exists(keys.value)).toBe(0)
    expect(new Set(codes())).toEqual(new Set(['cache.out_of_memory']))
  })

  it('keeps the cache right while the server evicts', async () => {
    const { connection } = await aServer([
      '--maxmemory',
      '3mb',
      '--maxmemory-policy',
      'volatile-lru',
    ])
    const { get, codes } = aCacheClient(connection)
    const invalidations = invalidationsOf(connection)
    const items = Array.from({ length: 600 }, (_, place) => cacheKey('order', String(place)))
    const table = new Map(items.map((item) => [item, 0]))
    const load = async (item: CacheKey) => ({ version: table.get(item), text: 'x'.repeat(5_000) })

    for (const version of [1, 2, 3]) {
      await Promise.all(
        items.map(async (item) => {
          const reading = get(item, () => load(item))
          table.set(item, version)
          await invalidations.item(item, version)
          await Promise.all([reading, get(item, () => load(item))])
        }),
      )
    }

    const cached = await connection.mget(items.map((item) => toEntryKeys('tailrace', item).value))
    const texts = cached.filter((text) => text !== null)
    expect(texts.filter((text) => JSON.parse(text).version !== 3)).toEqual([])
    expect(texts.length).toBeGreaterThan(0)
    expect(texts.length).toBeLessThan(items.length)
    expect(await connection.info('stats')).not.toContain('evicted_keys:0')
    expect(codes()).toEqual([])
  })

  it('fills nothing under a lease that a restart took away', async () => {
    const { server, connection } = await aServer(['--appendonly', 'no'])
    const { get, codes } = aCacheClient(connection)

    const got = await get(key, async () => {
      await server.killAndRestart()
      await isBack(connection)
      return 'loaded before'
    })

    expect(got).toBe('loaded before')
    expect(await connection.exists(keys.value)).toBe(0)
    expect(await get(key, () => 'loaded after')).toBe('loaded after')
    expect(await connection.get(keys.value)).toBe('"loaded after"')
    expect(codes()).toEqual([])
  })

  it.each([
    ['a connection that gives its calls up', { maxRetriesPerRequest: 0 }],
    ['one that sends them again', { maxRetriesPerRequest: 20, enableOfflineQueue: true }],
  ])(
    'has right answers, and a cache that is right, through %s when it is cut',
    async (_, options) => {
      const { server, connection: direct } = await aServer()
      const proxy = await startTcpProxy(server.port)
      after.push(() => proxy[Symbol.asyncDispose]())
      const connection = await aConnection(`redis://127.0.0.1:${proxy.port}`, options)
      connection.on('close', () => proxy.cutAfter(null))
      const { get, codes } = aCacheClient(connection, { restMs: 0, leaseMs: 100, waitMs: 20 })
      const items = Array.from({ length: 40 }, (_, place) => cacheKey('order', String(place)))
      const invalidations = invalidationsOf(connection)
      let version = 0

      // What was done by then has its answer lost: of a look, a lease, a fill, an invalidation.
      for (const bytes of [1, 100, 201, 300, 450, 600, 750, 900]) {
        await isBack(connection)
        proxy.cutAfter(bytes)
        const reading = items.map((item) => get(item, () => version))
        version += 1
        const invalidating = items.map((item) =>
          eventually(() => invalidations.item(item, version)),
        )
        const got = await Promise.all(reading)
        expect(got.filter((one) => one !== version && one !== version - 1)).toEqual([])
        await Promise.all(invalidating)
        const cached = await direct.mget(items.map((item) => toEntryKeys('tailrace', item).value))
        expect(cached.filter((text) => text !== null && text !== String(version))).toEqual([])
      }

      expect(proxy.connections()).toBeGreaterThan(5)
      expect(codes().filter((code) => code !== 'cache.unavailable')).toEqual([])
    },
  )
})
