/** Targets of one rule. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
export const TARGETS_MAX = 5

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_RetryPolicy.html */
export const RETRY_ATTEMPTS_MAX = 185
export const RETRY_ATTEMPTS_DEFAULT = 185
export const EVENT_AGE_SECONDS_MIN = 60
export const EVENT_AGE_SECONDS_MAX = 86_400
export const EVENT_AGE_SECONDS_DEFAULT = 86_400

/**
 * AWS says "exponential back off and jitter" without figures. With these the default of 185 retries
 * lasts about as long as the default age of 24 hours.
 */
export const RETRY_FIRST_MS = 1_000
export const RETRY_LONGEST_MS = 600_000

/** Messages of one SendMessageBatch, and their bytes. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html */
export const SEND_MESSAGES_MAX = 10
export const SEND_BYTES_MAX = 1024 * 1024

/** Our own: calls to one target at a time, and how long one may take. */
export const SENDS_PARALLEL_MAX = 16
export const SEND_MS_MAX = 10_000

/** Our own: how long a stop waits for deliveries; it lies below what the runtime grants a resource. */
export const STOP_MS_MAX = 7_000
