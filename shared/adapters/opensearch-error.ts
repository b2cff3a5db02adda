import { APPLIED, type Outcome, toRetryable, toUnknown } from '../batch/outcome.ts'
import { isRecord } from '../json/is-record.ts'
import type { Conflict } from '../search/search-index.ts'

/**
 * What OpenSearch answers when something fails. `reason` may quote a field's value: it leaves this
 * file only as far as `describeRefusal` lets it.
 */
export interface OpenSearchError {
  readonly type?: string
  readonly reason?: string
}

/** Errors of the client itself: no answer came, or not the whole of it. */
const CONNECTION_CODES: Readonly<Record<string, string>> = {
  TimeoutError: 'index.timeout',
  ConnectionError: 'index.unreachable',
  NoLivingConnectionsError: 'index.unreachable',
  RequestAbortedError: 'index.unreachable',
  DeserializationError: 'index.answer_unreadable',
}

/** A document that does not fit the mapping. */
const MAPPING_REFUSALS = new Set([
  'mapper_parsing_exception',
  'strict_dynamic_mapping_exception',
  'document_parsing_exception',
])

/**
 * One document's id or version that fails the whole request. A number beyond 64 bits is a 400 in
 * OpenSearch 3 and a 500 in 2.
 */
const REQUEST_REFUSALS = new Set([
  'action_request_validation_exception',
  'input_coercion_exception',
])

/**
 * How the reason of an `illegal_argument_exception` begins where a document is at fault. The engine
 * has that type also for settings and aliases, which a document cannot help.
 */
const DOCUMENT_REASONS = [
  /^Document contains at least one immense term /,
  /^The number of nested documents has exceeded /,
  /^object mapping for \[/,
] as const

/**
 * The result of one item of a bulk request.
 *
 * A 400 is poison only where it is known to be the document's own fault: what is dead-lettered does
 * not come back by itself.
 */
export function classifyItem(
  status: number,
  error: OpenSearchError | undefined,
): Outcome | Conflict {
  if (status >= 200 && status < 300) return APPLIED
  if (status === 409 && error?.type === 'version_conflict_engine_exception') {
    return { kind: 'conflict', storedVersion: conflictingVersion(error) }
  }
  return classifyFailure(status, error)
}

/** The outcome of a document that an answer of such a status and error is about. */
export function classifyFailure(status: number, error: OpenSearchError | undefined): Outcome {
  const code = retryCode(status, error)
  if (code !== null) return toRetryable(code)
  if (status === 400 && isDocumentAtFault(error)) return toRefusal(error)
  return toUnknown(`item status ${status}, ${error?.type ?? 'no error'}`)
}

/** The outcome of every document of a request that failed as a whole. */
export function classifyRequest(error: unknown): Outcome {
  const code = requestRetryCode(error)
  if (code !== null) return toRetryable(code)
  const name = error instanceof Error ? error.name : typeof error
  return toUnknown(`${name}, status ${statusOf(error)}, ${errorOf(error)?.type ?? 'no error'}`)
}

/** Why a request that failed as a whole may work later; null when there is no such reason. */
export function requestRetryCode(error: unknown): string | null {
  if (!(error instanceof Error)) return null
  const status = statusOf(error)
  if (status === null) return CONNECTION_CODES[error.name] ?? null
  return retryCode(status, errorOf(error))
}

/** The HTTP status of a client's error; null when no answer came. */
export function statusOf(error: unknown): number | null {
  if (!(error instanceof Error) || error.name !== 'ResponseError') return null
  return 'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : null
}

/** The engine's own error in a client's error. */
export function errorOf(error: unknown): OpenSearchError | undefined {
  if (!(error instanceof Error) || !('body' in error)) return undefined
  const { body } = error
  return isRecord(body) && isRecord(body.error) ? body.error : undefined
}

/**
 * The refusal of a whole request that is the fault of a document in it; null for any other failure.
 * A 400 of another kind is about the domain's own settings and waits for whoever sets them.
 */
export function requestRefusal(error: unknown): Outcome | null {
  const refused = errorOf(error)
  if (statusOf(error) === 413) return toRefusal({ type: 'content_too_long' })
  return REQUEST_REFUSALS.has(refused?.type ?? '') ? toRefusal(refused) : null
}

/**
 * The version in the reason of a conflict. It also names that of a document that is deleted, as
 * long as the engine remembers it. An id stands before it and may hold anything, so the reason is
 * read from its end.
 * https://github.com/opensearch-project/OpenSearch/blob/2.19/server/src/main/java/org/opensearch/index/VersionType.java
 */
function conflictingVersion({ reason = '' }: OpenSearchError): bigint | null {
  const [, digits] = CONFLICT.exec(reason) ?? []
  return digits === undefined ? null : BigInt(digits)
}

const CONFLICT =
  /: version conflict, current version \[(\d+)\] is higher or equal to the one provided \[\d+\]$/

function isDocumentAtFault({ type = '', reason = '' }: OpenSearchError = {}): boolean {
  if (MAPPING_REFUSALS.has(type)) return true
  return (
    type === 'illegal_argument_exception' && DOCUMENT_REASONS.some((begin) => begin.test(reason))
  )
}

/** A refused document, with a message that names the field and its type but quotes no value. */
function toRefusal(error: OpenSearchError | undefined): Outcome {
  const code = MAPPING_REFUSALS.has(error?.type ?? '')
    ? 'document.mapping_refused'
    : 'document.refused'
  return { kind: 'poison', code, message: describeRefusal(error) }
}

/** What cannot be the document's fault: a busy or blocked engine, a missing alias, missing rights. */
function retryCode(status: number, error: OpenSearchError | undefined): string | null {
  if (error?.type === 'index_not_found_exception') return 'index.missing'
  if (error?.type === 'index_closed_exception') return 'index.closed'
  if (status === 429) return 'index.throttled'
  if (status >= 500 || status === 408) return 'index.unavailable'
  if (error?.type === 'cluster_block_exception') return 'index.blocked'
  if (status === 401 || status === 403) return 'index.access_denied'
  if (error?.reason?.startsWith('no write index is defined')) return 'index.no_write_index'
  return null
}

/** The parts of a reason that name fields of the mapping; all else of it may be a value. */
const SAFE_PARTS = [
  /^failed to parse field \[[^[\]]*\] of type \[[^[\]]*\]/,
  /^object mapping for \[[^[\]]*\]/,
  /^Document contains at least one immense term in field="[^"]*"/,
] as const

function describeRefusal(error: OpenSearchError | undefined): string {
  const reason = error?.reason ?? ''
  const [part] = SAFE_PARTS.flatMap((pattern) => pattern.exec(reason)?.[0] ?? [])
  return [error?.type ?? 'refused', part].filter((text) => text !== undefined).join(': ')
}
