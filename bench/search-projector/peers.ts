import type { Client } from '@opensearch-project/opensearch'
import { order } from '../../entities/order.ts'
import type { QueueMessage } from '../../shared/batch/queue-message.ts'
import type { ChangeEvent } from '../../shared/change-event/change-event.ts'

/** One each: what another peer has written is no fresh document. */
const EACH = 'bench-peers-each'
const SCRIPTED = 'bench-peers-scripted'
const VERSIONED = 'bench-peers-versioned'
const UNVERSIONED = 'bench-peers-unversioned'
const BATCH = 500
const IN_FLIGHT = 10
/** About 500 documents a request, two in flight, as the others. */
const HELPER = { flushBytes: 500_000, concurrency: 2 }
const NEWER = `if (ctx._source.seq == null || ctx._source.seq.compareTo(params.seq) < 0) {
  ctx._source = params.document } else { ctx.op = 'noop' }`

export interface Peer {
  /** Less of the same for the slow ones. */
  readonly documents: number
  readonly write: (messages: Messages) => Promise<void>
}

type Messages = readonly QueueMessage[]
type Source = ReturnType<typeof toDocument>['document']

/** The same fields. */
export async function makePeersIndexes(client: Client): Promise<void> {
  const mappings = { dynamic: false, properties: order.search.properties }
  const body: Record<string, unknown> = { mappings }
  for (const index of [EACH, SCRIPTED, VERSIONED, UNVERSIONED])
    await client.indices.create({ index, body })
}

/** What people write in the projector's place, from the same messages. */
export function createPeers(client: Client): Readonly<Record<string, Peer>> {
  const write = { documents: 1_000, write: (m: Messages) => writeEach(client, m) }
  const upsert = { documents: 1_000, write: (m: Messages) => upsertByScript(client, m) }
  const unversioned = ({ orderId }: Source) => ({ index: { _index: UNVERSIONED, _id: orderId } })
  const versioned = ({ orderId }: Source) => ({
    index: { _index: VERSIONED, _id: orderId, version: Date.now(), version_type: 'external' },
  })
  const help = (onDocument: typeof unversioned) => ({
    documents: 5_000,
    write: (m: Messages) => writeByHelper(client, m, onDocument),
  })
  return {
    'a request for each change, 10 in flight': write,
    'scripted upsert that compares a field, 500': upsert,
    'helpers.bulk, external versions': help(versioned),
    'helpers.bulk, the last writer wins': help(unversioned),
  }
}

async function writeEach(client: Client, messages: Messages): Promise<void> {
  const left = messages.values()
  const write = async () => {
    for (const message of left) {
      const { id, document } = toDocument(message)
      await client.index({ index: EACH, id, body: document })
    }
  }
  await Promise.all(Array.from({ length: IN_FLIGHT }, write))
}

/** Two batches, in flight together. */
async function upsertByScript(client: Client, messages: Messages): Promise<void> {
  const batches = [messages.slice(0, BATCH), messages.slice(BATCH)]
  await Promise.all(batches.map((batch) => upsertBatch(client, batch)))
}

async function upsertBatch(client: Client, messages: Messages): Promise<void> {
  const body = messages
    .map(toDocument)
    .flatMap(({ id, seq, document }) => [
      { update: { _index: SCRIPTED, _id: id } },
      { scripted_upsert: true, script: { source: NEWER, params: { seq, document } }, upsert: {} },
    ])
  const answer = await client.bulk({ body })
  if (answer.body.errors) throw new Error('The scripted upserts were refused.')
}

async function writeByHelper(
  client: Client,
  messages: Messages,
  onDocument: (source: Source) => { index: { _index: string; _id: string } },
): Promise<void> {
  const datasource = messages.map((message) => toDocument(message).document)
  const { failed } = await client.helpers.bulk({ datasource, onDocument, ...HELPER })
  if (failed > 0) throw new Error(`${failed} documents were refused.`)
}

function toDocument({ body }: QueueMessage) {
  const { id, position, after } = (JSON.parse(body) as { detail: ChangeEvent }).detail
  const seq = position.sequenceNumber.padStart(40, '0')
  return { id, seq, document: { ...after, orderId: id, seq } }
}
