import type { Client } from '@opensearch-project/opensearch'
import { createOpenSearchIndex } from '../../shared/adapters/opensearch-search-index.ts'
import type { QueueMessage } from '../../shared/batch/queue-message.ts'
import { ProjectorUnderTest } from '../../test/builders/projector.ts'
import { heapMib } from '../harness/collect-garbage.ts'
import { cpuMicrosEach, measureInTurns } from '../harness/measure-in-turns.ts'
import type { Table } from '../harness/table.ts'
import { clientThatAnswers } from './client-that-answers.ts'
import { aModification, aNumber } from './some-messages.ts'
import { benchDefinitions } from './throughput.ts'

const BATCH = 500
const ROUNDS = { rounds: 20, warmRounds: 10 }
const GOAL_MICROS = 45
const MEMORY_DOCUMENTS = 100_000
const PARSE = 'JSON.parse of the bodies (the floor)'
const OURS = 'queue body to bulk body'

/** CPU of all that is not the request: reading, checking, versions, newest per item, serialising. */
export async function measureProjection(): Promise<Table> {
  const index = createOpenSearchIndex(clientThatAnswers(() => undefined))
  const projector = new ProjectorUnderTest(index, [benchDefinitions.ours])
  const batch = Array.from({ length: BATCH }, (_, place) =>
    aModification({ id: String(place), sequenceNumber: aNumber(10) }),
  )
  const measured = await measureInTurns(
    {
      parse: { run: () => batch.map(({ body }) => JSON.parse(body)) },
      ours: { run: () => projector.deliver(batch) },
    },
    ROUNDS,
  )
  return {
    title: `A message of ${batch[0]?.body.length.toLocaleString('en')} bytes`,
    unit: 'us of CPU a document',
    better: 'lower',
    rows: [
      { name: PARSE, values: cpuMicrosEach(measured.parse, BATCH) },
      { name: OURS, values: cpuMicrosEach(measured.ours, BATCH), goal: GOAL_MICROS },
    ],
  }
}

export async function measureMemory(client: Client): Promise<Table> {
  const projector = new ProjectorUnderTest(createOpenSearchIndex(client), [benchDefinitions.ours])
  const heap: number[] = []
  for (let done = 0; done <= MEMORY_DOCUMENTS; done += BATCH) {
    if (done % 25_000 === 0) heap.push(heapMib())
    await deliverUpdates(projector, done)
  }
  return {
    title: 'Heap in use, every 25,000 documents',
    unit: 'MiB',
    better: 'lower',
    rows: [{ name: 'the projector', values: heap }],
  }
}

async function deliverUpdates(projector: ProjectorUnderTest, done: number): Promise<void> {
  const batch: readonly QueueMessage[] = Array.from({ length: BATCH }, (_, place) =>
    aModification({ id: `memory-${place}`, sequenceNumber: aNumber(done + 1) }),
  )
  const back = await projector.deliver(batch)
  if (back.length > 0) throw new Error(`${back.length} messages came back.`)
}
