import * as v from 'valibot'
import { comparePositions } from '../../shared/ordering/index.ts'
import { toDocumentId } from '../../shared/search/document-id.ts'
import { writeAlias } from '../../shared/search/index-names.ts'
import type { Holding, TracedChange, TracedPosition } from './evidence.ts'

/** An index that takes longer is not answering. */
const TIMEOUT_MS = 2_000

const cdc = v.object({
  ...{ id: v.string(), eventID: v.string(), seq: v.string(), stream: v.string() },
  ...{ op: v.string(), time: v.string() },
})
const document = v.object({ _source: v.object({ _cdc: cdc }) })
const multiGetReply = v.object({ docs: v.array(v.unknown()) })
const searchReply = v.object({ hits: v.object({ hits: v.array(v.unknown()) }) })

/** An index of the running pipeline, and whose it is. */
export interface AskedIndex {
  readonly endpoint: string
  readonly index: string
  readonly entity: string
}

/** The change that the index holds of an item, a tombstone too, searchable or not; undefined: none. */
export async function readStored(
  place: AskedIndex,
  itemId: string,
): Promise<TracedChange | undefined> {
  const path = `_mget?_source_includes=_cdc`
  const reply = await ask(place, path, { ids: [toDocumentId(itemId)] })
  return v.parse(multiGetReply, reply).docs.flatMap((doc) => toChange(doc, place))[0]
}

/** The change with this eventID, if an item's document is of it. */
export async function searchStored(
  place: AskedIndex,
  eventID: string,
): Promise<TracedChange | undefined> {
  const query = { term: { '_cdc.eventID': eventID } }
  const reply = await ask(place, '_search', { _source: ['_cdc'], size: 1, query })
  return v.parse(searchReply, reply).hits.hits.flatMap((hit) => toChange(hit, place))[0]
}

async function ask(
  { endpoint, index }: AskedIndex,
  path: string,
  body: Readonly<Record<string, unknown>>,
): Promise<unknown> {
  const response = await fetch(`${endpoint}/${writeAlias(index)}/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    signal: AbortSignal.timeout(TIMEOUT_MS),
    body: JSON.stringify(body),
  })
  if (!response.ok) throw new Error(`OpenSearch answered ${response.status}`)
  return response.json()
}

function toChange(found: unknown, { entity }: AskedIndex): TracedChange[] {
  const parsed = v.safeParse(document, found)
  if (!parsed.success) return []
  const { id, eventID, op, time, stream, seq } = parsed.output._source._cdc
  const position = { stream, sequenceNumber: seq }
  return [{ eventID, id, entity, op, time, position }]
}

/** What is held beside a change. */
export function toHolding(held: TracedPosition | undefined, change: TracedPosition): Holding {
  if (held === undefined) return { holds: 'nothing' }
  const order = comparePositions(held, change)
  if (order === 0) return { holds: 'this', position: held }
  return { holds: order > 0 ? 'newer' : 'older', position: held }
}

/** A floor's text as a position; undefined for none, and for what is no floor. */
export function parseFloor(text: string | null | undefined): TracedPosition | undefined {
  const [, stream, sequenceNumber] = /^(.*)\/(\d{40})$/.exec(text ?? '') ?? []
  return stream === undefined || sequenceNumber === undefined
    ? undefined
    : { stream, sequenceNumber }
}
