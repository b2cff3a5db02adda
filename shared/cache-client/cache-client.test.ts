import type { Redis } from 'iovalkey'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aCacheClient, connectToCache, invalidationsOf } from '../../test/builders/cache-server.ts'
import { type OwnRedis, startOwnRedis } from '../../test/builders/own-redis.ts'
import { eventually } from '../../test/support/eventually.ts'
import { type CacheKey, cacheKey, toEntryKeys } from '../cache/cache-key.ts'
import { createCacheClient, fromNodeRedis } from './index.ts'

const LONG_MS = 30_000
let server: OwnRedis
let connection: Redis
let keys = 0

beforeAll(async () => {
  server = await startOwnRedis()
  connection = connectToCache(server.url)
  await eventually(() => connection.ping())
})

afterAll(async () => {
  connection.disconnect()
  await server.stop()
})

/** A key that no other test has. */
const aKey = () => cacheKey('order', `CUSTOMER#c-${++keys}`, 'ORDER#o-1')
const textOf = (key: CacheKey) => connection.get(toEntryKeys('tailrace', key).value)
const leaseOf = (key: CacheKey) => connection.get(toEntryKeys('tailrace', key).lease)
const setValue = (key: CacheKey, text: string) =>
  connection.set(toEntryKeys('tailrace', key).value, text)

/** A load that ends when it is told to, and says when it begins. */
function aLoad<Value>(value: Value) {
  const begun = Promise.withResolvers<void>()
  const end = Promise.withResolvers<Value>()
  let count = 0
  const load = () => {
    count += 1
    begun.resolve()
    return end.promise
  }
  return {
    load,
    begun: begun.promise,
    end: () => end.resolve(value),
    fail: end.reject,
    count: () => count,
  }
}

describe('get', () => {
  it('loads what is missing, caches it, and asks the cache once when it is there', async () => {
    const asked: string[] = []
    const counted = {
      get: (key: string) => {
        asked.push('get')
        return connection.get(key)
      },
      evalsha: (sha1: string, count: number, ...rest: string[]) => {
        asked.push('evalsha')
        return connection.evalsha(sha1, count, ...rest)
      },
      eval: connection.eval.bind(connection),
    }
    const { get, codes } = aCacheClient(counted)
    const key = aKey()
    const { load, end, count } = aLoad({ status: 'shipped', note: undefined })
    end()

    const got = [await get(key, load), await get(key, load)]

    expect(got).toEqual([{ status: 'shipped' }, { status: 'shipped' }])
    expect(got[0]).not.toBe(got[1])
    expect(count()).toBe(1)
    expect(asked).toEqual(['get', 'evalsha', 'evalsha', 'get'])
    expect(await textOf(key)).toBe('{"status":"shipped"}')
    expect(await leaseOf(key)).toBeNull()
    expect(codes()).toEqual([])
  })

  it('lets values live for ttlMs or up to a tenth less, each for another time', async () => {
    const { get } = aCacheClient(connection, { ttlMs: 1_000_000 })
    const filled = Array.from({ length: 50 }, aKey)
    await Promise.all(filled.map((key) => get(key, () => 1)))

    const lives = await Promise.all(
      filled.map((key) => connection.pttl(toEntryKeys('tailrace', key).value)),
    )

    for (const ms of lives) {
      expect(ms).toBeLessThanOrEqual(1_000_000)
      expect(ms).toBeGreaterThan(870_000)
    }
    expect(Math.max(...lives) - Math.min(...lives)).toBeGreaterThan(30_000)
  })

  it('caches that there is nothing', async () => {
    const { get } = aCacheClient(connection)
    const key = aKey()

    expect(await get(key, () => undefined)).toBeUndefined()
    expect(await textOf(key)).toBe('')
    expect(await get(key, () => 'never asked')).toBeUndefined()
  })

  it("hands out a loader's error, caches nothing, and gives the lease back", async () => {
    const { get, codes } = aCacheClient(connection)
    const key = aKey()
    const error = new Error('The table is throttled.')

    await expect(get(key, () => Promise.reject(error))).rejects.toBe(error)

    expect(await leaseOf(key)).toBeNull()
    expect(await get(key, () => 'loaded')).toBe('loaded')
    expect(codes()).toEqual([])
  })

  it('refuses a value that JSON cannot hold, and gives the lease back', async () => {
    const { get } = aCacheClient(connection)
    const key = aKey()

    const refused = get(key, () => ({ tags: new Set(['a']) }))

    await expect(refused).rejects.toMatchObject({ code: 'cache.value_unsupported' })
    expect(await leaseOf(key)).toBeNull()
    expect(await textOf(key)).toBeNull()
  })

  it('refuses a key that cacheKey did not make', async () => {
    const { get } = aCacheClient(connection)

    for (const key of ['order:{}', 'order:{a}b}', 'order', 'order:{a}:v'] as CacheKey[]) {
      await expect(get(key, () => 1)).rejects.toMatchObject({ code: 'cache.key_invalid' })
    }
  })

  it('does not cache what was loaded before an invalidation', async () => {
    const { get, codes } = aCacheClient(connection)
    const key = aKey()
    const late = aLoad('old')
    const got = get(key, late.load)
    await late.begun

    await invalidationsOf(connection).item(key, 7)
    late.end()

    expect(await got).toBe('old')
    expect(await textOf(key)).toBeNull()
    expect(await get(key, () => 'new')).toBe('new')
    expect(codes()).toEqual([])
  })

  it('reads a list that is closed through, at once and without caching it', async () => {
    const { get, codes } = aCacheClient(connection, { waitMs: 60_000 })
    const key = aKey()
    await invalidationsOf(connection).list(key, 60_000)

    expect(await get(key, () => [1])).toEqual([1])
    expect(await textOf(key)).toBeNull()
    expect(codes()).toEqual([])
  })

  it('runs on a server that knows none of its scripts', async () => {
    const { get, codes } = aCacheClient(connection)
    const key = aKey()
    await connection.script('FLUSH')

    expect(await get(key, () => 1)).toBe(1)
    expect(await textOf(key)).toBe('1')
    expect(codes()).toEqual([])
  })

  it('replaces what is no JSON or no text, and tells of it', async () => {
    const { get, codes } = aCacheClient(connection)
    const [byHand, ofAnother] = [aKey(), aKey()]
    await setValue(byHand, 'by hand')
    await connection.hset(toEntryKeys('tailrace', ofAnother).value, 'field', 'text')

    expect(await get(byHand, () => 'loaded')).toBe('loaded')
    expect(await get(ofAnother, () => 'loaded')).toBe('loaded')

    expect(await textOf(byHand)).toBe('"loaded"')
    expect(await textOf(ofAnother)).toBe('"loaded"')
    expect(codes()).toEqual(['cache.value_invalid', 'cache.wrong_type'])
  })

  it('works through node-redis, by its shape', async () => {
    const asNodeRedis = {
      get: (key: string) => connection.get(key),
      evalSha: (sha1: string, of: { keys: string[]; arguments: string[] }) =>
        connection.evalsha(sha1, of.keys.length, ...of.keys, ...of.arguments),
      eval: (script: string, of: { keys: string[]; arguments: string[] }) =>
        connection.eval(script, of.keys.length, ...of.keys, ...of.arguments),
    }
    const { get, codes } = aCacheClient(fromNodeRedis(asNodeRedis))
    const key = aKey()

    expect([await get(key, () => 1), await get(key, () => 2)]).toEqual([1, 1])
    expect(codes()).toEqual([])
  })
})

describe('gets of one key at once', () => {
  it('make one load, of 1,000 readers in one process', async () => {
    const { get, codes } = aCacheClient(connection)
    const key = aKey()
    const { load, end, count } = aLoad('loaded')

    const got = Array.from({ length: 1_000 }, () => get(key, load))
    end()

    expect(new Set(await Promise.all(got))).toEqual(new Set(['loaded']))
    expect(count()).toBe(1)
    expect(codes()).toEqual([])
  })

  it('make one load, of 100 readers at each of ten clients', async () => {
    const others = Array.from({ length: 10 }, () => connectToCache(server.url))
    await eventually(() => Promise.all(others.map((other) => other.ping())))
    const clients = others.map((other) => aCacheClient(other, { waitMs: LONG_MS }))
    const key = aKey()
    const { load, begun, end, count } = aLoad('loaded')

    const got = clients.flatMap(({ get }) => Array.from({ length: 100 }, () => get(key, load)))
    await begun
    end()

    expect(new Set(await Promise.all(got))).toEqual(new Set(['loaded']))
    expect(count()).toBe(1)
    expect(clients.flatMap(({ codes }) => codes())).toEqual([])
    for (const other of others) other.disconnect()
  })

  it('have values of their own', async () => {
    const { get } = aCacheClient(connection)
    const key = aKey()

    const [one, other] = await Promise.all([
      get(key, () => ({ status: 'new' })),
      get(key, () => ({ status: 'new' })),
    ])

    expect(one).toEqual(other)
    expect(one).not.toBe(other)
  })

  it("share a loader's error", async () => {
    const { get } = aCacheClient(connection)
    const key = aKey()
    const { load, begun, fail, count } = aLoad('never')

    const got = Promise.allSettled([get(key, load), get(key, load)])
    await begun
    fail(new Error('The table is throttled.'))

    expect((await got).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    expect(count()).toBe(1)
  })

  it('do not give one that came after an invalidation what was read before it', async () => {
    const { get } = aCacheClient(connection)
    const key = aKey()
    const old = aLoad('old')
    const leading = get(key, old.load)
    await old.begun
    await invalidationsOf(connection).item(key, 7)

    const joined = get(key, () => 'new')
    // It has asked the cache, and waits for the one who loads.
    await connection.ping()
    old.end()

    expect(await Promise.all([leading, joined])).toEqual(['old', 'new'])
    expect(await textOf(key)).toBe('"new"')
  })

  it('do not give one that came after an invalidation what was filled before it', async () => {
    const filled = Promise.withResolvers<void>()
    const answered = Promise.withResolvers<void>()
    let scripts = 0
    const { get } = aCacheClient({
      get: (key) => connection.get(key),
      eval: connection.eval.bind(connection),
      evalsha: async (sha1, count, ...rest) => {
        const reply = await connection.evalsha(sha1, count, ...rest)
        scripts += 1
        // The first fill's answer is long on its way.
        if (scripts === 2) {
          filled.resolve()
          await answered.promise
        }
        return reply
      },
    })
    const key = aKey()
    const leading = get(key, () => 'old')
    await filled.promise
    await invalidationsOf(connection).item(key, 7)

    const joined = get(key, () => 'new')
    await connection.ping()
    answered.resolve()

    expect(await Promise.all([leading, joined])).toEqual(['old', 'new'])
    expect(await textOf(key)).toBe('"new"')
  })

  it('wait for the value that another process fills', async () => {
    const [one, other] = [aCacheClient(connection), aCacheClient(connection, { waitMs: LONG_MS })]
    const key = aKey()
    const slow = aLoad('of one')
    const leading = one.get(key, slow.load)
    await slow.begun

    const waiting = other.get(key, () => 'of the other')
    slow.end()

    expect(await Promise.all([leading, waiting])).toEqual(['of one', 'of one'])
  })

  it('read through when another process does not come to an end', async () => {
    const [one, other] = [aCacheClient(connection), aCacheClient(connection, { waitMs: 30 })]
    const key = aKey()
    const slow = aLoad('of one')
    const leading = one.get(key, slow.load)
    await slow.begun

    expect(await other.get(key, () => 'of the other')).toBe('of the other')
    expect(await textOf(key)).toBeNull()
    slow.end()
    expect(await leading).toBe('of one')
  })

  it('take the lease over when another process gave it back', async () => {
    const [one, other] = [aCacheClient(connection), aCacheClient(connection, { waitMs: LONG_MS })]
    const key = aKey()
    const slow = aLoad('never')
    const leading = expect(one.get(key, slow.load)).rejects.toThrow('throttled')
    await slow.begun

    const waiting = other.get(key, () => 'of the other')
    slow.fail(new Error('throttled'))

    expect(await waiting).toBe('of the other')
    expect(await textOf(key)).toBe('"of the other"')
    await leading
  })

  it('go their own way when the one who loads never comes to an end', async () => {
    const { get } = aCacheClient(connection, { leaseMs: 100, waitMs: 100 })
    const key = aKey()
    const never = aLoad('never')
    const leading = get(key, never.load)
    await never.begun

    expect(await get(key, () => 'of the joiner')).toBe('of the joiner')
    expect(await textOf(key)).toBe('"of the joiner"')
    never.end()
    expect(await leading).toBe('never')
    expect(await textOf(key)).toBe('"of the joiner"')
  })
})

describe('createCacheClient', () => {
  it('names all that is wrong with its options', () => {
    const create = () =>
      createCacheClient({
        connection: { get: connection.get } as never,
        onTrouble: undefined as never,
        prefix: 'a{b',
        ttlMs: 10,
        leaseMs: 1.5,
        ttl: 5,
      } as never)

    expect(create).toThrow(
      expect.objectContaining({
        code: 'cache.option_invalid',
        message:
          'connection has no evalsha(); connection has no eval(); onTrouble is no function; ' +
          'prefix is empty or has a brace; ttlMs is 10, not a whole number from 1000 to 2592000000; ' +
          'leaseMs is 1.5, not a whole number from 100 to 300000; ttl is no option.',
      }),
    )
  })
})
