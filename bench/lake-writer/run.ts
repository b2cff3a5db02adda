/**
 * What the lake writer adds to the changes it is handed: CPU from parsed messages to the body of
 * PutRecordBatch, 500 changes at a time, beside `JSON.stringify` of the same changes in the same run
 * and in turns; beside the plain way (a record of objects, the client's own serialiser); and its
 * memory over 200,000 changes.
 *
 * The body alone is what the stream costs; the lines are what the record's form costs, in which both
 * images are JSON text inside JSON.
 */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { FirehoseClient, PutRecordBatchCommand } from '@aws-sdk/client-firehose'
import { order } from '../../entities/order.ts'
import { toLakeLines } from '../../services/lake-writer/to-lake-lines.ts'
import { toPutRecordBatchBody } from '../../shared/adapters/put-record-batch-body.ts'
import type { QueueMessage } from '../../shared/batch/queue-message.ts'
import { readMessages } from '../../shared/batch/read-messages.ts'
import { planColumns, toLakeLine } from '../../shared/lake/lake-record.ts'
import { LakeWriterUnderTest } from '../../test/builders/lake-writer.ts'
import { MemoryLakeStream } from '../../test/fakes/memory-lake.ts'
import { aModification, aNumber } from '../search-projector/some-messages.ts'

const BATCH = 500
const ROUNDS = 60
const WARM_ROUNDS = 20
const MEMORY_CHANGES = 200_000

const columns = planColumns(order)
const messages = aBatch(0)
const changes = readMessages(messages).changes.map((change) => ({ ...change, columns }))
const lines = toLakeLines(changes)
const client = clientThatSendsNothing()

const steps: Readonly<Record<string, () => unknown>> = {
  'JSON.stringify of the changes (the floor)': () =>
    changes.map(({ event }) => JSON.stringify(event)),
  'lines and body': () => toPutRecordBatchBody('lake', toLakeLines(changes)),
  '  of that, lines': () => toLakeLines(changes),
  '  of that, body': () => toPutRecordBatchBody('lake', lines),
  'plain: records of objects': () => changes.map(({ event }) => toLakeLine(event, columns)),
  "plain: the client's own body": () => putByClient(),
  'reading and checking the messages': () => readMessages(messages),
}

const micros = new Map(Object.keys(steps).map((name) => [name, [] as number[]]))
for (let round = 0; round < ROUNDS; round += 1) {
  for (const [name, step] of Object.entries(steps)) {
    const before = process.cpuUsage()
    await step()
    const { user, system } = process.cpuUsage(before)
    if (round >= WARM_ROUNDS) micros.get(name)?.push((user + system) / BATCH)
  }
}

const bytes = (all: readonly Uint8Array[]) => all.reduce((sum, { length }) => sum + length, 0)
const [floor = Number.NaN] = [...micros.values()].map(median)
console.log(
  `${BATCH} changes of ${messages[0]?.body.length} bytes, lines of ${bytes(lines) / BATCH}`,
)
for (const [name, all] of micros) {
  const one = median(all)
  console.log(
    `${name.padEnd(44)}${one.toFixed(2).padStart(8)} us a change${(one / floor).toFixed(2).padStart(8)}`,
  )
}
console.log(`heap in use, MB, every 50,000 changes: ${(await heapOverTime()).join(' ')}`)

function aBatch(start: number): readonly QueueMessage[] {
  return Array.from({ length: BATCH }, (_, place) =>
    aModification({ id: String(start + place), sequenceNumber: aNumber(start + place + 1) }),
  )
}

/** The bytes the client would send, and nothing sent. */
function putByClient(): Promise<unknown> {
  const Records = lines.map((Data) => ({ Data }))
  return client.send(new PutRecordBatchCommand({ DeliveryStreamName: 'lake', Records }))
}

function clientThatSendsNothing(): FirehoseClient {
  const made = new FirehoseClient({
    region: 'eu-west-1',
    endpoint: 'http://127.0.0.1:1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  })
  const output = { FailedPutCount: 0, RequestResponses: [], $metadata: {} }
  made.middlewareStack.add(() => async () => ({ output, response: {} }), {
    step: 'finalizeRequest',
  })
  return made
}

async function heapOverTime(): Promise<readonly string[]> {
  const writer = new LakeWriterUnderTest(new MemoryLakeStream({ keeps: false }))
  const heap: string[] = []
  for (let done = 0; done <= MEMORY_CHANGES; done += BATCH) {
    if (done % 50_000 === 0) {
      collectGarbage()
      const { heapUsed, external } = process.memoryUsage()
      heap.push(((heapUsed + external) / 2 ** 20).toFixed(1))
    }
    const back = await writer.deliver(aBatch(done))
    if (back.length > 0) throw new Error(`${back.length} messages came back.`)
  }
  return heap
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN
}

function collectGarbage(): void {
  setFlagsFromString('--expose-gc')
  runInNewContext('gc')()
}
