/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html */
export const RETENTION_SECONDS_DEFAULT = 345_600

/** Of a queue whose template says nothing, as texts; an empty redrive policy is none. Same page. */
export const ATTRIBUTE_DEFAULTS = {
  DelaySeconds: '0',
  MaximumMessageSize: '1048576',
  MessageRetentionPeriod: String(RETENTION_SECONDS_DEFAULT),
  ReceiveMessageWaitTimeSeconds: '0',
  RedrivePolicy: '',
  VisibilityTimeout: '30',
} as const

/** Receives before a redrive. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-queues.html */
export const RECEIVE_COUNT_MIN = 1
export const RECEIVE_COUNT_MAX = 1_000

/** Our own: how often it is asked whether messages have expired, to tell it. */
export const EXPIRY_CHECK_MS = 60_000
