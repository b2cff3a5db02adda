/** https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html */
export const BATCH_SIZE_DEFAULT = 10
export const BATCH_SIZE_MAX = 10_000
export const WINDOW_SECONDS_MAX = 300

/** A larger batch needs a window of at least a second. Same page. */
export const BATCH_SIZE_WITHOUT_WINDOW_MAX = 10

/** https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html */
export const CONCURRENCY_MIN = 2
export const CONCURRENCY_MAX = 1_000

/** Batches in work at a time when the mapping does not say; AWS begins so. Same page. */
export const CONCURRENCY_DEFAULT = 5

/** https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html */
export const FILTERS_MAX = 5

/** Messages one ReceiveMessage gives, and entries one DeleteMessageBatch takes. */
export const MESSAGES_PER_CALL_MAX = 10

/** Our own: calls at a time that delete what a batch has done. */
export const REMOVALS_PARALLEL_MAX = 5

/** Our own: how long one poll waits. AWS waits 20 s; shorter slices let the runtime stop soon. */
export const POLL_WAIT_SECONDS = 1

/** Our own: pause between polls while a batch is gathered and the queue is empty. */
export const GATHER_PAUSE_MS = 100

/** Our own: back-off after a poll or a deletion that failed, and after a throttled invocation. */
export const POLL_RETRY_FIRST_MS = 500
export const POLL_RETRY_LONGEST_MS = 10_000
