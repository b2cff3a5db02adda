import type { ChangeEvent } from '../../shared/change-event/change-event.ts'
import { padSequenceNumber } from '../../shared/ordering/index.ts'
import { describeSilence } from './describe-engine.ts'

const PAGE_SIZE = 1_000
/** An index that takes longer is not answering. */
const TIMEOUT_MS = 2_000

interface SearchReply {
  readonly hits: {
    readonly hits: readonly { readonly _source: { readonly _cdc: { id: string; seq: string } } }[]
  }
}

/**
 * Which of these changes a search can see: the index holds them, or something newer of their item.
 * Asks through the writing alias, which shows tombstones as well.
 *
 * @throws Error whose message says why there is no answer.
 */
export async function findSearchable(
  endpoint: string,
  index: string,
  events: readonly ChangeEvent[],
): Promise<ChangeEvent[]> {
  const found = await Promise.all(chunk(events).map((asked) => findOnPage(endpoint, index, asked)))
  return found.flat()
}

async function findOnPage(
  endpoint: string,
  index: string,
  asked: readonly ChangeEvent[],
): Promise<ChangeEvent[]> {
  const response = await fetch(`${endpoint}/${index}-write/_search`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    signal: AbortSignal.timeout(TIMEOUT_MS),
    body: JSON.stringify({
      size: PAGE_SIZE,
      _source: ['_cdc.id', '_cdc.seq'],
      query: { terms: { '_cdc.id': [...new Set(asked.map(({ id }) => id))] } },
    }),
  }).catch((cause: unknown) => {
    throw new Error(describeSilence('OpenSearch'), { cause })
  })
  if (!response.ok) throw new Error(`OpenSearch answered ${response.status}`)
  const { hits } = ((await response.json()) as SearchReply).hits
  const held = new Map(hits.map(({ _source }) => [_source._cdc.id, _source._cdc.seq]))
  return asked.filter((event) => {
    const seq = held.get(event.id)
    return seq !== undefined && seq >= padSequenceNumber(event.position.sequenceNumber)
  })
}

function chunk(events: readonly ChangeEvent[]): (readonly ChangeEvent[])[] {
  const pages = Math.ceil(events.length / PAGE_SIZE)
  return Array.from({ length: pages }, (_, page) =>
    events.slice(page * PAGE_SIZE, (page + 1) * PAGE_SIZE),
  )
}
