import { type Outcome, toRetryable, toUnknown } from '../batch/outcome.ts'
import { cacheFailureCode, cacheReplyWord } from '../cache/cache-failure-code.ts'

/** Nothing answers: no connection, one that was lost, or no time left. */
export const CACHE_UNAVAILABLE: Outcome = toRetryable('cache.unavailable')

/** Of the library, once it has followed a slot for long enough. */
const REDIRECTED_TOO_OFTEN = 'Too many Cluster redirections'

/**
 * The outcome of a call that failed. Nothing here is a change's own fault: all of it comes back.
 *
 * An error of the library carries the command's arguments, which are keys, or a token. Nothing but
 * `describeValkeyError` may be made of it for people.
 */
export function classifyValkeyError(error: Error): Outcome {
  if (isRedirectedTooOften(error)) return toRetryable('cache.failing_over')
  const code = cacheFailureCode(error)
  return code === undefined ? toUnknown(`cache ${describeValkeyError(error)}`) : toRetryable(code)
}

/** Why, in a word that holds nothing of a key and no secret. */
export function describeValkeyError(error: Error): string {
  if (isRedirectedTooOften(error)) return 'MOVED'
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined
  return cacheReplyWord(error) ?? code ?? NAMES[error.name] ?? error.name
}

/** What the library calls the end of a connection. */
const NAMES: Readonly<Record<string, string>> = {
  AbortError: 'connection lost',
  Error: 'connection lost',
}

/** Whether there was no server to answer, or none any more. */
export function isConnectionLost(reply: unknown): boolean {
  return (
    reply instanceof Error && cacheReplyWord(reply) === undefined && !isRedirectedTooOften(reply)
  )
}

export function isReplyOf(reply: unknown, ...words: readonly string[]): boolean {
  return reply instanceof Error && words.includes(cacheReplyWord(reply) ?? '')
}

function isRedirectedTooOften({ message }: Error): boolean {
  return message.startsWith(REDIRECTED_TOO_OFTEN)
}
