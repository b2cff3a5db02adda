import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import type { Client } from '@opensearch-project/opensearch'
import { type Outcome, toUnknown } from '../batch/outcome.ts'
import { isRecord } from '../json/is-record.ts'
import { writeAlias } from '../search/index-names.ts'
import type { DocumentPlace, FoundDocument, MissingDocument } from '../search/search-index.ts'
import { toStoredPosition } from '../search/stored-position.ts'
import { classifyFailure, classifyRequest, type OpenSearchError } from './opensearch-error.ts'

const QUERY = {
  // A replica may be behind.
  preference: '_primary',
  realtime: true,
  // All of it: to pick its parts, or parts of the answer, takes the engine twice as long.
  _source_includes: '_cdc',
}

/** What an answer says of one document; its 64-bit numbers are text. */
interface Doc {
  readonly found?: boolean
  readonly _version?: string
  readonly _seq_no?: string
  readonly _primary_term?: number
  readonly _source?: unknown
  readonly error?: OpenSearchError
}

/** The state of documents as their primary shards have it, by one multi-get. */
export async function readStates(
  client: Client,
  places: readonly DocumentPlace[],
): Promise<readonly (FoundDocument | MissingDocument | Outcome)[]> {
  if (places.length === 0) return []
  try {
    const docs = places.map(({ index, id }) => ({ _index: writeAlias(index), _id: id }))
    const request = { method: 'POST', path: '/_mget', querystring: QUERY, body: { docs } }
    const { body, statusCode } = await client.transport.request(request, { asStream: true })
    // Not by the client, which reads numbers as doubles.
    const answer = parseExactly(await text(body as unknown as Readable))
    const status = statusCode ?? 0
    return status === 200 ? toStates(answer, places) : failAll(status, answer, places)
  } catch (error) {
    return places.map(() => classifyRequest(error))
  }
}

/** Undefined for what is no JSON. */
function parseExactly(json: string): unknown {
  try {
    return JSON.parse(quoteLongs(json))
  } catch {
    return undefined
  }
}

/**
 * Makes texts of the numbers that need all 64 bits. In a JSON text `"_version":` is always a name:
 * within a value its quotes would be escaped.
 */
function quoteLongs(json: string): string {
  return json.replaceAll(/"(_version|_seq_no)":(\d+)/g, '"$1":"$2"')
}

function failAll(
  status: number,
  answer: unknown,
  places: readonly DocumentPlace[],
): readonly Outcome[] {
  const error = isRecord(answer) && isRecord(answer.error) ? answer.error : undefined
  return places.map(() => classifyFailure(status, error))
}

function toStates(
  answer: unknown,
  places: readonly DocumentPlace[],
): readonly (FoundDocument | MissingDocument | Outcome)[] {
  const docs = isRecord(answer) && Array.isArray(answer.docs) ? answer.docs : []
  const isWhole = docs.length === places.length
  return places.map((_, place) => toState(isWhole ? docs[place] : {}))
}

/** A document of a multi-get has no status of its own, and none of its errors is the fault of a document. */
const DOC_ERROR_STATUS = 503

function toState(doc: Doc): FoundDocument | MissingDocument | Outcome {
  if (doc.error !== undefined) return classifyFailure(DOC_ERROR_STATUS, doc.error)
  if (doc.found === false) return { kind: 'missing' }
  const { _version, _seq_no, _primary_term } = doc
  if (_version === undefined || _seq_no === undefined || _primary_term === undefined) {
    return toUnknown('no state in the answer to a multi-get')
  }
  return {
    kind: 'found',
    version: BigInt(_version),
    seqNo: BigInt(_seq_no),
    primaryTerm: _primary_term,
    position: toStoredPosition(doc._source),
  }
}
