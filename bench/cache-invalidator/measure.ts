import slotOf from 'cluster-key-slot'
import { Cluster, Redis } from 'iovalkey'
import { createValkeyInvalidations } from '../../shared/adapters/valkey-invalidations.ts'

import type { CacheMode } from '../../shared/cache/cache-endpoint.ts'
import type { CacheInvalidations } from '../../shared/cache/cache-invalidations.ts'
import { type CacheKey, cacheKey, toEntryKeys } from '../../shared/cache/cache-key.ts'
import { INVALIDATE_ITEMS } from '../../shared/cache/cache-scripts.ts'
import { toFloor } from '../../shared/cache/floor.ts'
import type { OwnRedis } from '../../test/builders/own-redis.ts'
import { type Measured, measureInTurns, perSecond } from '../harness/measure-in-turns.ts'
import type { Table } from '../harness/table.ts'
import { aNumber } from '../search-projector/some-messages.ts'
import { openRawSocket, type RawSocket, toCommand } from './raw-socket.ts'

const KEYS = 500
const VALUE_BYTES = 710
const PREFIX = 'bench'
const DAY_MS = 86_400_000
const LIMIT = 'DEL by bare sockets, 500 a trip (the limit)'
const ITEMS = 'items'
const GOALS = { single: 0.2, cluster: 0.12 }
const ROUNDS = { rounds: 100, warmRounds: 40 }

const keys: readonly CacheKey[] = Array.from({ length: KEYS }, (_, place) =>
  cacheKey('order', `CUSTOMER#c-${place}`, `ORDER#o-${place}`),
)
const entries = keys.map((key) => toEntryKeys(PREFIX, key))
const values = entries.map(({ value }) => value)
let counter = 0

/** Invalidations of 500 items at a time beside DEL of their values by bare sockets. */
export async function measureSingle(server: OwnRedis): Promise<Table> {
  const redis = new Redis(server.url)
  const socket = await openRawSocket(server.port)
  const cache = open(server.url, 'single')
  const prepare = () => fill([redis], () => redis)
  const floors = entries.map(({ floor }) => floor)
  const forget = async () => {
    await prepare()
    await redis.del(...floors)
  }
  const measured = await measureInTurns<string>(
    {
      [LIMIT]: {
        prepare,
        run: () => deleteValues(socket, values),
      },
      [ITEMS]: { prepare, run: () => invalidateItems(cache) },
      'items that had no floor': { prepare: forget, run: () => invalidateItems(cache) },
      'items, all stale': {
        prepare,
        run: () => invalidateItems(cache, toFloor({ stream: '2000', sequenceNumber: '1' })),
      },
      lists: {
        prepare,
        run: () => cache.apply(keys.map((key) => ({ of: 'list', key, closedMs: 0 }))),
      },
    },
    ROUNDS,
  )
  socket.close()
  redis.disconnect()
  return toTable('A single server', measured, GOALS.single)
}

/** The same in a cluster, and how the library's own ways would do. */
export async function measureCluster(nodes: readonly OwnRedis[]): Promise<Table> {
  const url = nodes[0]?.url ?? ''
  const clients = nodes.map((node) => new Redis(node.url))
  const plain = openCluster(url, false)
  const auto = openCluster(url, true)
  const cache = open(url, 'cluster')
  for (const one of [plain, auto]) await one.set('a', '')
  const ownerOf = (key: string) =>
    nodes.findIndex(({ port }) => `127.0.0.1:${port}` === plain.slots[slotOf(key)]?.[0])
  const owners = entries.map(({ value }) => ownerOf(value))
  const prepare = () => fill(clients, (place) => clients[owners[place] ?? 0])
  const sockets = await Promise.all(nodes.map(({ port }) => openRawSocket(port)))
  const valuesOf = nodes.map((_, node) => values.filter((_, place) => owners[place] === node))

  const measured = await measureInTurns<string>(
    {
      [LIMIT]: {
        prepare,
        run: () =>
          Promise.all(sockets.map((socket, node) => deleteValues(socket, valuesOf[node] ?? []))),
      },
      [ITEMS]: { prepare, run: () => invalidateItems(cache) },
      "the library's pipelines over the cluster": {
        prepare,
        run: () => runPipelines(plain, owners),
      },
      "the library's automatic pipelines": { prepare, run: () => runOneByOne(auto) },
      'call by call': { prepare, run: () => runOneByOne(plain) },
    },
    ROUNDS,
  )
  for (const socket of sockets) socket.close()
  for (const client of [...clients, plain, auto]) client.disconnect()
  return toTable(`A cluster of ${nodes.length} on these cores`, measured, GOALS.cluster)
}

function toTable(title: string, measured: Readonly<Record<string, Measured>>, goal: number): Table {
  const rows = Object.entries(measured).map(([name, of]) => ({
    name,
    values: perSecond(of, KEYS),
    ...(name !== LIMIT && { against: LIMIT }),
    ...(name === ITEMS && { goal }),
  }))
  return { title, unit: 'keys/s', better: 'higher', rows }
}

function open(endpoint: string, mode: CacheMode): CacheInvalidations {
  return createValkeyInvalidations({
    endpoint,
    mode,
    credentials: undefined,
    prefix: PREFIX,
    floorTtlMs: DAY_MS,
    requestTimeoutMs: 10_000,
    now: Date.now,
    onTrouble: (reasons) => {
      throw new Error(`The cache is in trouble: ${reasons.join(', ')}.`)
    },
  })
}

/** From keys to answers, like the others. */
function deleteValues(socket: RawSocket, keysOfValues: readonly string[]): Promise<void> {
  let text = ''
  for (const key of keysOfValues) text += toCommand('DEL', key)
  return socket.trip(text, keysOfValues.length)
}

function nextFloor(): string {
  counter += 1
  return toFloor({ stream: '2026-11-01T00:00:00.000', sequenceNumber: aNumber(counter) })
}

async function invalidateItems(cache: CacheInvalidations, floor = nextFloor()): Promise<void> {
  await cache.apply(keys.map((key) => ({ of: 'item', key, floor })))
}

/** Puts all values there again. */
async function fill(
  clients: readonly Redis[],
  clientOf: (place: number) => Redis | undefined,
): Promise<void> {
  const pipelines = new Map(clients.map((client) => [client, client.pipeline()]))
  for (const [place, { value }] of entries.entries()) {
    const client = clientOf(place)
    if (client !== undefined) pipelines.get(client)?.set(value, 'x'.repeat(VALUE_BYTES))
  }
  await Promise.all([...pipelines.values()].map((pipeline) => pipeline.exec()))
}

interface WithScript {
  invalidate(value: string, lease: string, floor: string, ...args: string[]): Promise<unknown>
}

function openCluster(url: string, enableAutoPipelining: boolean): Cluster & WithScript {
  const scripts = { invalidate: { lua: INVALIDATE_ITEMS, numberOfKeys: 3 } }
  return new Cluster([url], { enableAutoPipelining, scripts }) as Cluster & WithScript
}

async function runPipelines(cluster: Cluster, owners: readonly number[]): Promise<void> {
  const floor = nextFloor()
  const byOwner = Map.groupBy(entries.entries(), ([place]) => owners[place])
  await Promise.all(
    [...byOwner.values()].map((ofOwner) => {
      const pipeline = cluster.pipeline()
      for (const [, { value, lease, floor: floorKey }] of ofOwner) {
        const script = pipeline as unknown as WithScript
        void script.invalidate(value, lease, floorKey, String(DAY_MS), floor)
      }
      return pipeline.exec()
    }),
  )
}

async function runOneByOne(cluster: WithScript): Promise<void> {
  const floor = nextFloor()
  await Promise.all(
    entries.map(({ value, lease, floor: floorKey }) =>
      cluster.invalidate(value, lease, floorKey, String(DAY_MS), floor),
    ),
  )
}
