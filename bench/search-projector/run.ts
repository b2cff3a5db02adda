/**
 * What the search projector adds to a bulk request: documents per second beside raw `_bulk`
 * requests of the same documents, 500 at a time, two in flight, on the same OpenSearch in the same
 * run and in turns; its own CPU from queue body to bulk body; and its memory over 200,000 documents.
 */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import type { Client } from '@opensearch-project/opensearch'
import { createOpenSearchIndex } from '../../shared/adapters/opensearch-search-index.ts'
import type { QueueMessage } from '../../shared/batch/queue-message.ts'
import { STREAM, TABLE } from '../../test/builders/change-event.ts'
import { startOwnOpenSearch } from '../../test/builders/own-opensearch.ts'
import { ProjectorUnderTest } from '../../test/builders/projector.ts'
import { connect, makeIndex, orderIn } from '../../test/builders/search-engine.ts'
import { closeConnections, postBulk } from './raw-bulk.ts'
import { aModification, aNumber } from './some-messages.ts'

const BATCH = 500
const IN_FLIGHT = 2
const DOCUMENTS = 10_000
const ROUNDS = 5
const MEMORY_DOCUMENTS = 200_000

const engine = await startOwnOpenSearch({ jit: 'full' })
const client = await connect(engine.endpoint)
const definition = orderIn('bench-orders')
const rawDefinition = orderIn('bench-raw')
for (const one of [definition, rawDefinition]) await makeIndex(client, one)
const searchIndex = createOpenSearchIndex(client)

interface Measured {
  readonly documentsPerSecond: number
  readonly cpuMicros: number
}

const results = new Map<string, Measured[]>()
for (let round = 0; round <= ROUNDS; round += 1) {
  const idOf = (place: number) => `${round}-${place}`
  const messages = (toNumber: (place: number) => string) =>
    Array.from({ length: DOCUMENTS }, (_, place) =>
      aModification({ id: idOf(place), sequenceNumber: toNumber(place) }),
    )
  const steps: [string, () => Promise<Measured>][] = [
    ['raw, fresh', await raw(messages(() => aNumber(10)))],
    ['fresh', await ours(messages(() => aNumber(10)))],
    ['raw, updates', await raw(messages(() => aNumber(20)))],
    ['updates', await ours(messages(() => aNumber(20)))],
    ['all stale', await ours(messages(() => aNumber(15)))],
    ['10 % ties', await ours(messages((place) => aNumber(place % 10 === 0 ? 20 : 30, 6)))],
  ]
  for (const [name, step] of steps) {
    const measured = await step()
    if (round > 0) results.set(name, [...(results.get(name) ?? []), measured])
  }
}

const medianOf = (name: string, what: keyof Measured): number =>
  median((results.get(name) ?? []).map((one) => one[what]))
console.log(`${DOCUMENTS} documents a step, ${BATCH} x ${IN_FLIGHT}, median of ${ROUNDS} rounds`)
printRow('', ['documents/s', 'of raw', 'CPU us/doc'])
for (const name of results.keys()) {
  const base = name.includes('fresh') ? 'raw, fresh' : 'raw, updates'
  const rate = medianOf(name, 'documentsPerSecond')
  const ratio = rate / medianOf(base, 'documentsPerSecond')
  printRow(name, [rate.toFixed(0), ratio.toFixed(2), medianOf(name, 'cpuMicros').toFixed(1)])
}
console.log(`queue body to bulk body: ${(await cpuOfProjection()).toFixed(1)} us of CPU a document`)
console.log(`heap in use, MB, every 50,000 documents: ${(await heapOverTime()).join(' ')}`)
await client.close()
closeConnections()
await engine.stop()

/** The projector's work, by two of them, each a batch at a time. */
async function ours(messages: readonly QueueMessage[]): Promise<() => Promise<Measured>> {
  const projector = new ProjectorUnderTest(searchIndex, [definition])
  return () =>
    measure(toBatches(messages), async (batch) => {
      const back = await projector.deliver(batch)
      if (back.length > 0) throw new Error(`${back.length} messages came back.`)
    })
}

/** The same documents as text that is ready, without the projector. */
async function raw(messages: readonly QueueMessage[]): Promise<() => Promise<Measured>> {
  const bodies: string[] = []
  for (const batch of toBatches(messages)) bodies.push(await toBulkBody(batch))
  return () => measure(bodies, (body) => postBulk(engine.endpoint, body))
}

async function measure<Batch>(
  batches: readonly Batch[],
  work: (batch: Batch) => Promise<void>,
): Promise<Measured> {
  const cpu = process.cpuUsage()
  const start = performance.now()
  const left = batches.values()
  await Promise.all(
    Array.from({ length: IN_FLIGHT }, async () => {
      for (const batch of left) await work(batch)
    }),
  )
  const seconds = (performance.now() - start) / 1_000
  const { user, system } = process.cpuUsage(cpu)
  return { documentsPerSecond: DOCUMENTS / seconds, cpuMicros: (user + system) / DOCUMENTS }
}

/** The body that the adapter would send, for the raw index. */
async function toBulkBody(batch: readonly QueueMessage[]): Promise<string> {
  let sent = ''
  const client = clientThatAnswers(({ bulkBody = '' }) => {
    sent = bulkBody
  })
  const index = createOpenSearchIndex(client)
  await new ProjectorUnderTest(index, [rawDefinition]).deliver(batch)
  return sent
}

/** CPU of all that is not the request: reading, checking, versions, newest per item, serialising. */
async function cpuOfProjection(): Promise<number> {
  const index = createOpenSearchIndex(clientThatAnswers(() => undefined))
  const projector = new ProjectorUnderTest(index, [definition])
  const micros: number[] = []
  // Not between the rounds: code that has just been made fast would be thrown away with the rest.
  collectGarbage()
  for (let round = 0; round < 30; round += 1) {
    const batch = Array.from({ length: BATCH }, (_, place) =>
      aModification({ id: String(place), sequenceNumber: aNumber(10) }),
    )
    const before = process.cpuUsage()
    await projector.deliver(batch)
    const { user, system } = process.cpuUsage(before)
    micros.push((user + system) / BATCH)
  }
  return median(micros.slice(10))
}

async function heapOverTime(): Promise<readonly string[]> {
  const projector = new ProjectorUnderTest(searchIndex, [definition])
  const heap: string[] = []
  for (let done = 0; done <= MEMORY_DOCUMENTS; done += BATCH) {
    if (done % 50_000 === 0) {
      collectGarbage()
      heap.push((process.memoryUsage().heapUsed / 2 ** 20).toFixed(1))
    }
    const batch = Array.from({ length: BATCH }, (_, place) =>
      aModification({ id: `memory-${place}`, sequenceNumber: aNumber(done + 1) }),
    )
    await projector.deliver(batch)
  }
  return heap
}

interface Sent {
  readonly path: string
  readonly bulkBody?: string
}

/** A client that takes all at once. */
function clientThatAnswers(see: (request: Sent) => void): Client {
  const _meta = { codec: 'aws-20-10-1', lineages: [{ table: TABLE, stream: STREAM }] }
  const answer = {
    indices: { getMapping: async () => ({ body: { index: { mappings: { _meta } } } }) },
    transport: {
      request: async (request: Sent) => {
        see(request)
        const items = (request.bulkBody ?? '').split('\n').length >> 1
        return {
          body: { items: Array.from({ length: items }, () => ({ index: { status: 200 } })) },
        }
      },
    },
  }
  return answer as unknown as Client
}

function toBatches<Item>(items: readonly Item[]): readonly (readonly Item[])[] {
  return Array.from({ length: items.length / BATCH }, (_, place) =>
    items.slice(place * BATCH, (place + 1) * BATCH),
  )
}

function printRow(name: string, cells: readonly string[]): void {
  console.log(name.padEnd(14), ...cells.map((cell) => cell.padStart(12)))
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN
}

function collectGarbage(): void {
  setFlagsFromString('--expose-gc')
  runInNewContext('gc')()
}
