import type { Redis } from 'iovalkey'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CacheKey, cacheKey, toEntryKeys } from '../../shared/cache/cache-key.ts'
import { parseValueText } from '../../shared/cache-client/value-text.ts'
import {
  aCacheClient,
  CACHE_PREFIX,
  connectToCache,
  invalidationsOf,
} from '../builders/cache-server.ts'
import { type OwnRedis, startOwnRedis } from '../builders/own-redis.ts'
import { eventually } from '../support/eventually.ts'

const KEYS = 200
const WRITES_OF_KEY = process.env.TAILRACE_TEST_LONG ? 100 : 8
const CLIENTS = 3
const READERS_OF_CLIENT = 20
const DELIVERIES_MAX = 3
const TEST_MS = 300_000

/** Each version of an item; every fifth time it does not exist. */
const imageOf = (version: number) => (version % 5 === 4 ? undefined : { version })

interface Item {
  readonly key: CacheKey
  readonly of: 'item' | 'list'
  /** In the table. */
  version: number
  /** The newest version whose invalidation has been answered. */
  invalidated: number
}

describe('property: the cache ends as the table', () => {
  const seed = Number(process.env.TAILRACE_SEED ?? Math.floor(Math.random() * 2 ** 31))
  const random = aRandom(seed)
  const connections: Redis[] = []
  let server: OwnRedis
  beforeAll(async () => {
    server = await startOwnRedis()
    for (let place = 0; place <= CLIENTS; place += 1) connections.push(connectToCache(server.url))
    await eventually(() => Promise.all(connections.map((connection) => connection.ping())))
  })

  afterAll(async () => {
    for (const connection of connections) connection.disconnect()
    await server.stop()
  })

  it(
    `whatever is late, twice, out of order or evicted, with readers filling all the time (seed ${seed})`,
    async () => {
      const [ofInvalidator, ...ofReaders] = connections
      if (ofInvalidator === undefined) throw new Error('no connection')
      const invalidations = invalidationsOf(ofInvalidator)
      const items = Array.from({ length: KEYS }, (_, place): Item => {
        const key = cacheKey('order', String(place))
        return { key, of: place % 2 === 0 ? 'list' : 'item', version: 0, invalidated: 0 }
      })
      const tooOld: object[] = []
      const counts = { gets: 0, loads: 0, invalidations: 0 }
      let isOver = false

      const clients = ofReaders.map((connection) => aCacheClient(connection, { leaseMs: 100 }))
      const reading = clients.flatMap(({ get }) =>
        Array.from({ length: READERS_OF_CLIENT }, async () => {
          while (!isOver) await readOne(get)
        }),
      )
      const evicting = evictSome()
      await Promise.all(items.map(changeIt))
      isOver = true
      await Promise.all([...reading, evicting])

      const cached = await readCache()
      console.log(`seed ${seed}: ${JSON.stringify(counts)}, ${cached.length} cached at the end`)
      expect(tooOld).toEqual([])
      expect(cached.filter(({ text, is }) => text !== is)).toEqual([])
      expect(cached.length).toBeGreaterThan(0)
      expect(clients.flatMap(({ codes }) => codes())).toEqual([])

      async function readOne(get: ReturnType<typeof aCacheClient>['get']): Promise<void> {
        // Few of them are asked for often, so that readers meet.
        const item = items[Math.floor(KEYS * random() ** 3)] as Item
        const atLeast = item.invalidated
        const got = await get(item.key, async () => {
          counts.loads += 1
          await aWhile(20)
          const image = imageOf(item.version)
          // Sometimes longer than the lease.
          await aWhile(random() < 0.02 ? 200 : 40)
          return image
        })
        counts.gets += 1
        const may = Array.from({ length: item.version - atLeast + 1 }, (_, more) => atLeast + more)
        const isNewEnough = may.some((version) => imageOf(version)?.version === got?.version)
        if (!isNewEnough) tooOld.push({ key: item.key, got, atLeast })
      }

      async function changeIt(item: Item): Promise<void> {
        const delivered: Promise<void>[] = []
        for (let write = 0; write < WRITES_OF_KEY; write += 1) {
          await aWhile(300)
          item.version += 1
          const times = 1 + Math.floor(random() * DELIVERIES_MAX)
          for (let time = 0; time < times; time += 1) delivered.push(invalidate(item, item.version))
        }
        await Promise.all(delivered)
      }

      async function invalidate(item: Item, version: number): Promise<void> {
        await aWhile(random() < 0.2 ? 900 : 9)
        if (item.of === 'item') await invalidations.item(item.key, version)
        else await invalidations.list(item.key, 0)
        item.invalidated = Math.max(item.invalidated, version)
        counts.invalidations += 1
      }

      async function evictSome(): Promise<void> {
        while (!isOver) {
          await aWhile(10)
          const item = items[Math.floor(KEYS * random())] as Item
          const keys = Object.values(toEntryKeys(CACHE_PREFIX, item.key))
          await ofInvalidator?.del(keys[Math.floor(random() * keys.length)] as string)
        }
      }

      async function readCache() {
        const all = await Promise.all(
          items.map(async ({ key, version }) => {
            const text = await ofInvalidator?.get(toEntryKeys(CACHE_PREFIX, key).value)
            const is = JSON.stringify(imageOf(version))
            return typeof text === 'string'
              ? [{ key, text: JSON.stringify(parseValueText(text)), is }]
              : []
          }),
        )
        return all.flat()
      }
    },
    TEST_MS,
  )

  function aWhile(msMax: number): Promise<void> {
    const ms = random() * msMax
    return new Promise((resolve) => void setTimeout(resolve, ms))
  }
})

/** The same numbers for the same seed (mulberry32). */
function aRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
