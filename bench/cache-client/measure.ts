import { Redis } from 'iovalkey'
import { cacheKey, toEntryKeys } from '../../shared/cache/cache-key.ts'
import { type CacheClient, createCacheClient } from '../../shared/cache-client/index.ts'
import { anOrder } from '../../test/builders/change-event.ts'
import type { OwnRedis } from '../../test/builders/own-redis.ts'
import { measureInTurns, perSecond } from '../harness/measure-in-turns.ts'
import type { Row, Table } from '../harness/table.ts'

const READS = 500
const IN_FLIGHT = [1, 50]
const READERS = 1_000
const PROCESSES = 10
const PREFIX = 'bench'
const LOAD_MS = 20
const COLD_KEYS = 5
const ROUNDS = { rounds: 60, warmRounds: 20 }
const LIMIT = 'GET (the limit)'
const HIT = 'hit of the read-through client'
const GOAL = 0.8

/** Hits of the client beside plain GET on the same connection. */
export async function measureHits(server: OwnRedis): Promise<readonly Table[]> {
  const redis = new Redis(server.url)
  const keys = Array.from({ length: READS }, (_, place) => cacheKey('order', 'hit', `${place}`))
  const client = open(redis)
  const value = anOrder({ email: 'x'.repeat(300) })
  for (const key of keys) await client.get(key, async () => value)

  const tables: Table[] = []
  for (const inFlight of IN_FLIGHT) {
    const measured = await measureInTurns(
      {
        [LIMIT]: {
          run: () => read(keys, inFlight, (key) => redis.get(toEntryKeys(PREFIX, key).value)),
        },
        'GET and JSON.parse': {
          run: () =>
            read(keys, inFlight, async (key) =>
              JSON.parse((await redis.get(toEntryKeys(PREFIX, key).value)) ?? ''),
            ),
        },
        [HIT]: { run: () => read(keys, inFlight, (key) => client.get(key, refuseToLoad)) },
      },
      ROUNDS,
    )
    const rows = Object.entries(measured).map(([name, of]) => ({
      name,
      values: perSecond(of, READS),
      ...(name !== LIMIT && { against: LIMIT }),
      ...(name === HIT && { goal: GOAL }),
    }))
    const title = `Reads of ${JSON.stringify(value).length} bytes, ${inFlight} in flight`
    tables.push({ title, unit: 'reads/s', better: 'higher', rows })
  }
  redis.disconnect()
  return tables
}

/** Readers of one key that is not cached, in one process, and over connections as of several. */
export async function measureColdKey(server: OwnRedis): Promise<Table> {
  const connections = Array.from({ length: PROCESSES }, () => new Redis(server.url))
  const rows: Row[] = []
  for (const [name, count] of [
    ['1 client', 1],
    [`${PROCESSES} clients`, PROCESSES],
  ] as const) {
    const clients = connections.slice(0, count).map(open)
    const loads = await Promise.all(
      Array.from({ length: COLD_KEYS }, (_, key) => countLoads(clients, `${name}-${key}`)),
    )
    rows.push({ name, values: loads, goal: 1 })
  }
  for (const connection of connections) connection.disconnect()
  const title = `Loads of a cold key that ${READERS.toLocaleString('en')} readers ask for`
  return { title, unit: 'loads', better: 'lower', rows }
}

async function countLoads(clients: readonly CacheClient[], name: string): Promise<number> {
  const key = cacheKey('order', 'cold', name)
  let loads = 0
  const load = async () => {
    loads += 1
    await new Promise((resolve) => setTimeout(resolve, LOAD_MS))
    return { loads }
  }
  await Promise.all(
    Array.from({ length: READERS }, (_, place) => clients[place % clients.length]?.get(key, load)),
  )
  return loads
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
