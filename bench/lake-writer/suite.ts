/**
 * What the lake writer adds to the changes it is handed: CPU from parsed messages to the body of
 * PutRecordBatch, 500 changes at a time, beside `JSON.stringify` of the same changes; beside the plain
 * way (a record of objects, the client's own serialiser); and its memory over 200,000 changes.
 *
 * The body alone is what the stream costs; the lines are what the record's form costs, in which both
 * images are JSON text inside JSON.
 */
import { FirehoseClient, PutRecordBatchCommand } from '@aws-sdk/client-firehose'
import { order } from '../../entities/order.ts'
import { toLakeLines } from '../../services/lake-writer/to-lake-lines.ts'
import { toPutRecordBatchBody } from '../../shared/adapters/put-record-batch-body.ts'
import type { QueueMessage } from '../../shared/batch/queue-message.ts'
import { readMessages } from '../../shared/batch/read-messages.ts'
import { planColumns, toLakeLine } from '../../shared/lake/lake-record.ts'
import { LakeWriterUnderTest } from '../../test/builders/lake-writer.ts'
import { MemoryLakeStream } from '../../test/fakes/memory-lake.ts'
import { heapMib } from '../harness/collect-garbage.ts'
import { cpuMicrosEach, type Measured, measureInTurns } from '../harness/measure-in-turns.ts'
import type { Suite } from '../harness/suite.ts'
import { aModification, aNumber } from '../search-projector/some-messages.ts'

const BATCH = 500
const ROUNDS = { rounds: 40, warmRounds: 20 }
const MEMORY_CHANGES = 200_000
const FLOOR = 'JSON.stringify of the changes (the floor)'
const BODY = 'body of PutRecordBatch, from lines'
const GOAL = 1

export const suite: Suite = {
  summary: 'changes to the body of PutRecordBatch, beside stringify',
  async run() {
    const messages = aBatch(0)
    const columns = planColumns(order)
    const changes = readMessages(messages).changes.map((change) => ({ ...change, columns }))
    const lines = toLakeLines(changes)
    const client = clientThatSendsNothing()
    const Records = lines.map((Data) => ({ Data }))
    const put = new PutRecordBatchCommand({ DeliveryStreamName: 'lake', Records })
    const measured = await measureInTurns(
      {
        [FLOOR]: { run: () => changes.map(({ event }) => JSON.stringify(event)) },
        [BODY]: { run: () => toPutRecordBatchBody('lake', lines) },
        'lines, from changes': { run: () => toLakeLines(changes) },
        'lines and body': { run: () => toPutRecordBatchBody('lake', toLakeLines(changes)) },
        'plain: records of objects': {
          run: () => changes.map(({ event }) => toLakeLine(event, columns)),
        },
        "plain: the client's own body": { run: () => client.send(put) },
        'reading and checking the messages': { run: () => readMessages(messages) },
      },
      ROUNDS,
    )
    return [
      {
        title: `A change of ${messages[0]?.body.length.toLocaleString('en')} bytes`,
        unit: 'us of CPU a change',
        better: 'lower',
        rows: Object.entries<Measured>(measured).map(([name, of]) => ({
          name,
          values: cpuMicrosEach(of, BATCH),
          ...(name !== FLOOR && { against: FLOOR }),
          ...(name === BODY && { goal: GOAL }),
        })),
      },
      {
        title: 'Heap in use, every 50,000 changes',
        unit: 'MiB',
        better: 'lower',
        rows: [{ name: 'the lake writer', values: await heapOverTime() }],
      },
    ]
  },
}

function aBatch(start: number): readonly QueueMessage[] {
  return Array.from({ length: BATCH }, (_, place) =>
    aModification({ id: String(start + place), sequenceNumber: aNumber(start + place + 1) }),
  )
}

/** It makes the bytes that it would send, and sends nothing. */
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

async function heapOverTime(): Promise<readonly number[]> {
  const writer = new LakeWriterUnderTest(new MemoryLakeStream({ keeps: false }))
  const heap: number[] = []
  for (let done = 0; done <= MEMORY_CHANGES; done += BATCH) {
    if (done % 50_000 === 0) heap.push(heapMib())
    const back = await writer.deliver(aBatch(done))
    if (back.length > 0) throw new Error(`${back.length} messages came back.`)
  }
  return heap
}
