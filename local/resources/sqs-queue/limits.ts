/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html */
export const RETENTION_SECONDS_DEFAULT = 345_600

/** Receives before a redrive. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-queues.html */
export const RECEIVE_COUNT_MIN = 1
export const RECEIVE_COUNT_MAX = 1_000

/** Our own: how often it is asked whether messages have expired, to tell it. */
export const EXPIRY_CHECK_MS = 60_000
