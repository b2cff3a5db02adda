/** Bytes of an invocation's payload. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
export const PAYLOAD_BYTES_MAX = 6 * 1024 * 1024

/** Bytes of a reply, as AWS's own message gives them. Same page. */
export const REPLY_BYTES_MAX = PAYLOAD_BYTES_MAX + 100

/** Time a function's own code may take to load. https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html */
export const INIT_TIMEOUT_MS = 10_000

/** Our own: processes of one function at a time. AWS starts up to a thousand; this is one machine. */
export const PROCESSES_MAX = 3

/** Our own: how long a process may take to end by itself once it was asked to. */
export const EXIT_GRACE_MS = 1_000

/** Our own: how long a running invocation may go on when the runtime stops. */
export const STOP_GRACE_MS = 5_000

/** Our own: how often a process looks at its memory, and at whether the runtime is still there. */
export const WATCH_INTERVAL_MS = 50

/** Our own: what Node takes of MemorySize on Lambda before any code of the function is loaded. */
export const RUNTIME_RSS_MIB = 65

/**
 * Pauses before Lambda tries a failed asynchronous invocation again: two more times.
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
 */
export const ASYNC_RETRY_PAUSES_MS = [60_000, 120_000] as const
