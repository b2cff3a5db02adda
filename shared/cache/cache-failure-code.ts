/**
 * Why the cache did not do what it was asked to. Codes are stable:
 *
 *   cache.unavailable    no answer: connection refused or lost, or the time was over
 *   cache.failing_over   a server that does not serve now: a replica, one that loads, a cluster in motion
 *   cache.out_of_memory  it is full, and may not evict
 *   cache.refused        who asks may not
 *   cache.wrong_type     somebody else's key: no text
 *   undefined            an answer that nobody has classified
 */
export type CacheFailureCode =
  | 'cache.unavailable'
  | 'cache.failing_over'
  | 'cache.out_of_memory'
  | 'cache.refused'
  | 'cache.wrong_type'

/** The first words of error replies. https://valkey.io/topics/protocol/#simple-errors */
const CODE_OF: Readonly<Record<string, CacheFailureCode>> = {
  ASK: 'cache.failing_over',
  BUSY: 'cache.failing_over',
  CLUSTERDOWN: 'cache.failing_over',
  LOADING: 'cache.failing_over',
  MASTERDOWN: 'cache.failing_over',
  MISCONF: 'cache.failing_over',
  MOVED: 'cache.failing_over',
  NOREPLICAS: 'cache.failing_over',
  READONLY: 'cache.failing_over',
  TRYAGAIN: 'cache.failing_over',
  UNBLOCKED: 'cache.failing_over',
  OOM: 'cache.out_of_memory',
  NOAUTH: 'cache.refused',
  NOPERM: 'cache.refused',
  WRONGPASS: 'cache.refused',
  WRONGTYPE: 'cache.wrong_type',
}

/**
 * Classifies what a client library rejected with, whichever library it is.
 *
 * An error reply begins with a word in capitals, and what a script was refused is quoted within the
 * script's own error; no library words its own failures (a lost connection, a time that is over) so.
 */
export function cacheFailureCode(error: unknown): CacheFailureCode | undefined {
  const word = cacheReplyWord(error)
  return word === undefined ? 'cache.unavailable' : CODE_OF[word]
}

/** The first word of an error reply: all of it that quotes nothing. */
export function cacheReplyWord(error: unknown): string | undefined {
  const message = error instanceof Error ? error.message : String(error)
  if (message.includes("script can't run this command")) return 'NOPERM'
  const quoted = /@user_script: ?\d+: -?([A-Z]+) /.exec(message)
  return (quoted ?? /^-?([A-Z]{2,})\b/.exec(message))?.[1]
}
