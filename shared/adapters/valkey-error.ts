import { type Outcome, toRetryable, toUnknown } from '../batch/outcome.ts'

/** Nothing answers: no connection, or one that was lost. */
export const CACHE_UNAVAILABLE: Outcome = toRetryable('cache.unavailable')

const FAILING_OVER = toRetryable('cache.failing_over')
const OUT_OF_MEMORY = toRetryable('cache.out_of_memory')
const REFUSED = toRetryable('cache.refused')

/** What a server answers with, by the first word of it. */
const OUTCOMES: Readonly<Record<string, Outcome>> = {
  BUSY: CACHE_UNAVAILABLE,
  MISCONF: CACHE_UNAVAILABLE,
  ASK: FAILING_OVER,
  CLUSTERDOWN: FAILING_OVER,
  LOADING: FAILING_OVER,
  MASTERDOWN: FAILING_OVER,
  MOVED: FAILING_OVER,
  NOREPLICAS: FAILING_OVER,
  READONLY: FAILING_OVER,
  TRYAGAIN: FAILING_OVER,
  UNBLOCKED: FAILING_OVER,
  OOM: OUT_OF_MEMORY,
  NOAUTH: REFUSED,
  NOPERM: REFUSED,
  WRONGPASS: REFUSED,
}

/** In a script's error the older servers quote the one that the script met: `... -OOM command not`. */
const IN_SCRIPT = /(?:^|[ :])-([A-Z]+) /
const FIRST_WORD = /^[A-Z]+(?= |$)/
/** Of the library, once it has followed a slot for long enough. It quotes the last answer. */
const REDIRECTED_TOO_OFTEN = 'Too many Cluster redirections'

/**
 * The outcome of a call that failed. Nothing here is a change's own fault: all of it comes back.
 *
 * Looks at the text's first word only. An error of the library carries the command's arguments, which
 * are keys, or a token: nothing but `describeValkeyError` may be made of it for people.
 */
export function classifyValkeyError(error: unknown): Outcome {
  if (isConnectionLost(error)) return CACHE_UNAVAILABLE
  if (!isReply(error)) return toUnclassified(error)
  return OUTCOMES[replyCodeOf(error)] ?? toUnclassified(error)
}

/** Whether there was no server to answer, or none any more. */
export function isConnectionLost(error: unknown): boolean {
  return !isReply(error) && isOfConnection(error)
}

/** Why, in a word that holds nothing of a key and no secret. */
export function describeValkeyError(error: unknown): string {
  if (isReply(error)) return replyCodeOf(error)
  if (!(error instanceof Error)) return typeof error
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name
}

export function isReplyOf(error: unknown, ...codes: readonly string[]): boolean {
  return isReply(error) && codes.includes(replyCodeOf(error))
}

function toUnclassified(error: unknown): Outcome {
  return toUnknown(`cache ${describeValkeyError(error)}`)
}

/** Whether a server said it. */
function isReply(error: unknown): error is Error {
  return (
    error instanceof Error &&
    (error.name === 'ReplyError' || error.message.startsWith(REDIRECTED_TOO_OFTEN))
  )
}

function replyCodeOf({ message }: Error): string {
  if (message.startsWith(REDIRECTED_TOO_OFTEN)) return 'MOVED'
  const [first = ''] = FIRST_WORD.exec(message) ?? []
  if (OUTCOMES[first] !== undefined) return first
  return IN_SCRIPT.exec(message)?.[1] ?? (first === '' ? 'ERR' : first)
}

/** Texts of the library that have no code. */
const CONNECTION_TEXTS: readonly string[] = [
  'Connection is closed.',
  'Command aborted due to connection close',
  'None of startup nodes is available',
  'Failed to refresh slots cache.',
  'Cluster is ended.',
  "Stream isn't writeable and enableOfflineQueue options is false",
  'timeout',
]

/** Node's own errors have a code; so have those of TLS. */
function isOfConnection(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  return ('code' in error && error.code !== undefined) || CONNECTION_TEXTS.includes(error.message)
}
