import { Redis } from 'iovalkey'
import { cacheKey, toEntryKeys } from '../../shared/cache/cache-key.ts'
import { type CacheClient, createCacheClient } from '../../shared/cache-client/index.ts'
import { anOrder } from '../../test/builders/change-event.ts'
import type { OwnRedis } from '../../test/builders/own-redis.ts'
import { measureInTurns, printRates } from './rounds.ts'

const READS = 500
const IN_FLIGHT = [1, 50]
const READERS = 1_000
const PROCESSES = 10
const PREFIX = 'bench'
const LOAD_MS = 20

/** Hits of the client beside plain GET on the same connection, and who loads when many ask at once. */
export async function benchReadThrough(server: OwnRedis): Promise<void> {
  const redis = new Redis(server.url)
  const keys = Array.from({ length: READS }, (_, place) => cacheKey('order', 'hit', `${place}`))
  const client = open(redis)
  const value = anOrder({ email: 'x'.repeat(300) })
  for (const key of keys) await client.get(key, async () => value)

  for (const inFlight of IN_FLIGHT) {
    const times = await measureInTurns(
      {
        'GET (the limit)': {
          run: () => read(keys, inFlight, (key) => redis.get(toEntryKeys(PREFIX, key).value)),
        },
        'GET and JSON.parse': {
          run: () =>
            read(keys, inFlight, async (key) =>
              JSON.parse((await redis.get(toEntryKeys(PREFIX, key).value)) ?? ''),
            ),
        },
        'hit of the read-through client': {
          run: () => read(keys, inFlight, (key) => client.get(key, refuseToLoad)),
        },
      },
      { rounds: 60, warmRounds: 20 },
    )
    const title = `Reads of ${JSON.stringify(value).length} bytes, ${inFlight} in flight`
    printRates(title, times, READS)
  }
  await benchColdKey(server, redis)
  redis.disconnect()
}

/** Readers of one key that is not cached, in one process, and over connections as of several. */
async function benchColdKey(server: OwnRedis, redis: Redis): Promise<void> {
  const connections = Array.from({ length: PROCESSES }, () => new Redis(server.url))
  const ways = { '1 client': [redis], [`${PROCESSES} clients`]: connections }
  for (const [name, ofWay] of Object.entries(ways)) {
    const clients = ofWay.map(open)
    const key = cacheKey('order', 'cold', name)
    let loads = 0
    const load = async () => {
      loads += 1
      await new Promise((resolve) => setTimeout(resolve, LOAD_MS))
      return { loads }
    }
    const begun = performance.now()
    await Promise.all(
      Array.from({ length: READERS }, (_, place) =>
        clients[place % clients.length]?.get(key, load),
      ),
    )
    const ms = (performance.now() - begun).toFixed(0)
    console.log(
      `${READERS} readers of one cold key, ${name}: ${loads} load of ${LOAD_MS} ms, ${ms} ms`,
    )
  }
  for (const connection of connections) connection.disconnect()
}

function open(connection: Redis): CacheClient {
  return createCacheClient({
    connection,
    prefix: PREFIX,
    waitMs: 5_000,
    budgetMs: 5_000,
    onTrouble: ({ code, message }) => {
      throw new Error(`${code}: ${message}`)
    },
  })
}

async function refuseToLoad(): Promise<never> {
  throw new Error('A hit does not load.')
}

async function read<Key>(
  keys: readonly Key[],
  inFlight: number,
  one: (key: Key) => Promise<unknown>,
): Promise<void> {
  const left = keys.values()
  await Promise.all(
    Array.from({ length: inFlight }, async () => {
      for (const key of left) await one(key)
    }),
  )
}
