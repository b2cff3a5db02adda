import type { Client } from '@opensearch-project/opensearch'
import { createOpenSearchIndex } from '../../shared/adapters/opensearch-search-index.ts'
import type { QueueMessage } from '../../shared/batch/queue-message.ts'
import { ProjectorUnderTest } from '../../test/builders/projector.ts'
import { orderIn } from '../../test/builders/search-engine.ts'
import { collectGarbage } from '../harness/collect-garbage.ts'
import { measureInTurns, perSecond, type Step } from '../harness/measure-in-turns.ts'
import type { Row, Table } from '../harness/table.ts'
import { clientThatAnswers } from './client-that-answers.ts'
import { createPeers } from './peers.ts'
import { postBulk } from './raw-bulk.ts'
import { aModification, aNumber } from './some-messages.ts'

const BATCH = 500
const IN_FLIGHT = 2
const DOCUMENTS = 10_000
const ROUNDS = { rounds: 3, warmRounds: 1 }
const GOAL = 0.8

export const benchDefinitions = {
  ours: orderIn('bench-orders'),
  raw: orderIn('bench-raw'),
}

/**
 * Each round has ids of its own: the first step of a kind makes the documents, later ones meet them.
 * What making the messages left is collected before a run: none pays for it.
 */
export async function measureThroughput(endpoint: string, client: Client): Promise<Table> {
  const index = createOpenSearchIndex(client)
  const projector = new ProjectorUnderTest(index, [benchDefinitions.ours])
  let round = 0
  const messages = (toNumber: (place: number) => string, count = DOCUMENTS) =>
    Array.from({ length: count }, (_, place) =>
      aModification({ id: `${round}-${place}`, sequenceNumber: toNumber(place) }),
    )
  const ours = (toNumber: (place: number) => string): Step => {
    let batches: readonly (readonly QueueMessage[])[] = []
    return {
      prepare: () => {
        batches = toBatches(messages(toNumber))
        collectGarbage()
      },
      run: () => inFlight(batches, (batch) => deliver(projector, batch)),
    }
  }
  const raw = (toNumber: (place: number) => string): Step => {
    let bodies: readonly string[] = []
    return {
      prepare: async () => {
        bodies = await Promise.all(toBatches(messages(toNumber)).map(toBulkBody))
        collectGarbage()
      },
      run: () => inFlight(bodies, (body) => postBulk(endpoint, body)),
    }
  }
  const peers = createPeers(client)
  const peerSteps = Object.entries(peers).map(([name, peer]): [string, Step] => {
    let events: readonly QueueMessage[] = []
    const prepare = () => {
      events = messages(() => aNumber(10), peer.documents)
      collectGarbage()
    }
    return [name, { prepare, run: () => peer.write(events) }]
  })
  const nextRound: Step = { prepare: () => (round += 1), run: () => undefined }

  const measured = await measureInTurns<string>(
    {
      '': nextRound,
      'raw _bulk, fresh (the limit)': raw(() => aNumber(10)),
      'Tailrace, fresh': ours(() => aNumber(10)),
      'raw _bulk, updates (the limit)': raw(() => aNumber(20)),
      'Tailrace, updates': ours(() => aNumber(20)),
      'Tailrace, all stale': ours(() => aNumber(15)),
      'Tailrace, 10 % ties': ours((place) => aNumber(place % 10 === 0 ? 20 : 30, 6)),
      ...Object.fromEntries(peerSteps),
    },
    ROUNDS,
  )
  const rows = Object.entries(measured).flatMap(([name, of]): Row[] => {
    if (name === '') return []
    const values = perSecond(of, peers[name]?.documents ?? DOCUMENTS)
    if (name.startsWith('raw')) return [{ name, values }]
    const isFresh = name.endsWith('fresh') || name in peers
    const against = `raw _bulk, ${isFresh ? 'fresh' : 'updates'} (the limit)`
    const goal = GOALS[name]
    return [{ name, values, against, ...(goal !== undefined && { goal }) }]
  })
  const title = `${BATCH} a request, ${IN_FLIGHT} in flight`
  return { title, unit: 'documents/s', better: 'higher', rows }
}

const GOALS: Readonly<Record<string, number>> = {
  'Tailrace, fresh': GOAL,
  'Tailrace, updates': GOAL,
  'Tailrace, all stale': GOAL,
  'Tailrace, 10 % ties': 0.3,
}

async function deliver(projector: ProjectorUnderTest, batch: readonly QueueMessage[]) {
  const back = await projector.deliver(batch)
  if (back.length > 0) throw new Error(`${back.length} messages came back.`)
}

async function inFlight<Batch>(
  batches: readonly Batch[],
  work: (batch: Batch) => Promise<void>,
): Promise<void> {
  const left = batches.values()
  await Promise.all(
    Array.from({ length: IN_FLIGHT }, async () => {
      for (const batch of left) await work(batch)
    }),
  )
}

/** The body that the adapter would send, for the raw index. */
async function toBulkBody(batch: readonly QueueMessage[]): Promise<string> {
  let sent = ''
  const client = clientThatAnswers(({ bulkBody = '' }) => {
    sent = bulkBody
  })
  await deliver(
    new ProjectorUnderTest(createOpenSearchIndex(client), [benchDefinitions.raw]),
    batch,
  )
  return sent
}

function toBatches<Item>(items: readonly Item[]): readonly (readonly Item[])[] {
  return Array.from({ length: Math.ceil(items.length / BATCH) }, (_, place) =>
    items.slice(place * BATCH, (place + 1) * BATCH),
  )
}
