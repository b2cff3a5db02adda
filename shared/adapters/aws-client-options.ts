/** After this an attempt is given up, from connecting to the first byte of the answer. */
const REQUEST_TIMEOUT_MS = 2_000

/** After this it is given up when no connection stands. */
const CONNECT_TIMEOUT_MS = 1_000

/** The first try and one more: what fails twice comes back by the queue or the Pipe. */
const ATTEMPTS_MAX = 2

/** Between the two, at most. */
const PAUSE_MS_MAX = 100

/** The longest that a call takes, all its attempts together. */
export function callMsMax(requestTimeoutMs = REQUEST_TIMEOUT_MS): number {
  return ATTEMPTS_MAX * requestTimeoutMs + PAUSE_MS_MAX
}

/**
 * Options of every AWS client of a deployed function: none of them waits for a service that is
 * silent.
 *
 * A call takes at most two attempts of 2 s and 0.1 s between them. The projector settles a batch
 * with two calls, one after the other: dead letters, then delays. Together that is 8.2 s, within
 * the 10 s of `SETTLE_MS`.
 *
 * Without `throwOnRequestTimeout` the client only warns when the time is up, and waits on.
 */
export function awsClientOptions(requestTimeoutMs = REQUEST_TIMEOUT_MS) {
  return {
    maxAttempts: ATTEMPTS_MAX,
    requestHandler: {
      connectionTimeout: CONNECT_TIMEOUT_MS,
      requestTimeout: requestTimeoutMs,
      // Of an answer that begins and does not go on.
      socketTimeout: requestTimeoutMs,
      throwOnRequestTimeout: true,
    },
  }
}
