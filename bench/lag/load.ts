/**
 * The application that writes, in a process of its own: at its own times, whatever the answers take,
 * so that a table which falls behind is seen as such and does not slow what is measured.
 *
 * Argument: where the table is, JSON. Takes a load as a message and answers with what it wrote.
 */
import { setTimeout as delay } from 'node:timers/promises'
import { BatchWriteItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { toAttributeMap } from '../../cli/publish/attribute-map.ts'
import { LOCAL_CREDENTIALS } from '../../local/engine-clients.ts'
import { anOrder, idOf } from '../../test/builders/order-table.ts'
import { createReader, type TablePlace } from './read-along.ts'

export interface Load {
  readonly rate: number
  readonly seconds: number
  /** Of the orders' ids: each load has orders of its own. */
  readonly prefix: string
  /** Whether the stream is read beside it. */
  readonly reads: boolean
}

/** A new order, which makes one change. Times are epoch milliseconds. */
export interface Write {
  readonly id: string
  /** When it was to be written. */
  readonly dueMs: number
  /** When the table answered. */
  readonly ackedMs: number
  /** When the reader beside it had it; undefined without one. */
  readonly readMs?: number
}

/** Calls a second; above that rate a call writes more than one order. */
const CALLS_A_SECOND = 40
/** By then the reader has the last of them, or something is wrong. */
const READ_MS_MAX = 10_000
const CUSTOMERS = 1_000

const place: TablePlace = JSON.parse(process.argv[2] ?? '{}')
const client = new DynamoDBClient({ ...place, credentials: LOCAL_CREDENTIALS })

process.on('message', (load: Load) => {
  write(load).then((writes) => process.send?.(writes), fail)
})

async function write(load: Load): Promise<readonly Write[]> {
  const { rate, seconds, reads } = load
  const reader = reads ? await createReader(place) : undefined
  const orders = rate * seconds
  const perCall = Math.ceil(rate / CALLS_A_SECOND)
  const begunMs = nowMs()
  const calls: Promise<readonly Write[]>[] = []
  for (let first = 0; first < orders; first += perCall) {
    const dueMs = begunMs + (first / rate) * 1_000
    await delay(Math.max(0, dueMs - nowMs()))
    const call = writeCall(load, { first, count: Math.min(perCall, orders - first), dueMs })
    // At once: the others are not over yet.
    call.catch(fail)
    calls.push(call)
  }
  const writes = (await Promise.all(calls)).flat()
  if (reader === undefined) return writes
  const readMs = await reader.finish(orders, READ_MS_MAX)
  return writes.map((one) => ({ ...one, readMs: readMs.get(one.id) ?? Number.NaN }))
}

async function writeCall(
  { prefix }: Load,
  { first, count, dueMs }: { first: number; count: number; dueMs: number },
): Promise<readonly Write[]> {
  const orders = Array.from({ length: count }, (_, offset) => {
    const number = first + offset
    return anOrder(`${prefix}-${number % CUSTOMERS}`, `${prefix}-${number}`)
  })
  const requests = orders.map((order) => ({ PutRequest: { Item: toAttributeMap(order) } }))
  const command = new BatchWriteItemCommand({ RequestItems: { [place.tableName]: requests } })
  const { UnprocessedItems = {} } = await client.send(command)
  if (UnprocessedItems[place.tableName]?.length) throw new Error('The table did not take all.')
  const ackedMs = nowMs()
  return orders.map((order) => ({ id: idOf(order), dueMs, ackedMs }))
}

function fail(error: unknown): never {
  console.error(error)
  process.exit(1)
}

function nowMs(): number {
  return performance.timeOrigin + performance.now()
}
