import type { Client } from '@opensearch-project/opensearch'
import { order } from '../../entities/order.ts'
import type { QueueMessage } from '../../shared/batch/queue-message.ts'
import type { ChangeEvent } from '../../shared/change-event/change-event.ts'

const INDEX = 'bench-peers'
const IN_FLIGHT = 10
const NEWER = `if (ctx._source.seq == null || ctx._source.seq.compareTo(params.seq) < 0) {
  ctx._source = params.document } else { ctx.op = 'noop' }`

type Write = (messages: readonly QueueMessage[]) => Promise<void>

/** The same fields, and no versions. */
export async function makePeersIndex(client: Client): Promise<void> {
  const mappings = { dynamic: false, properties: order.search.properties }
  await client.indices.create({ index: INDEX, body: { mappings } as Record<string, unknown> })
}

/** What people write in the projector's place, from the same messages. */
export function createPeers(client: Client): Readonly<Record<string, Write>> {
  const toDocument = ({ body }: QueueMessage) => {
    const { id, position, after } = (JSON.parse(body) as { detail: ChangeEvent }).detail
    const seq = position.sequenceNumber.padStart(40, '0')
    return { id, seq, document: { ...after, seq } }
  }
  return {
    'a request for each change, 10 in flight': async (messages) => {
      const left = messages.values()
      const write = async () => {
        for (const message of left) {
          const { id, document } = toDocument(message)
          await client.index({ index: INDEX, id, body: document })
        }
      }
      await Promise.all(Array.from({ length: IN_FLIGHT }, write))
    },
    'scripted upsert that compares a field, 500': async (messages) => {
      const body = messages.map(toDocument).flatMap(({ id, seq, document }) => [
        { update: { _index: INDEX, _id: id } },
        {
          scripted_upsert: true,
          script: { source: NEWER, params: { seq, document } },
          upsert: {},
        },
      ])
      const answer = await client.bulk({ body })
      if (answer.body.errors) throw new Error('The scripted upserts were refused.')
    },
    "the client's helpers.bulk": async (messages) => {
      const { failed } = await client.helpers.bulk({
        datasource: messages.map(toDocument),
        onDocument: ({ id }) => ({ index: { _index: INDEX, _id: id } }),
        flushBytes: 1_000_000,
      })
      if (failed > 0) throw new Error(`${failed} documents were refused.`)
    },
  }
}
