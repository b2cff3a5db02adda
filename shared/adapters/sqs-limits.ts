/** Entries that one batch call takes. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html */
export const SQS_ENTRIES_MAX = 10

/** Bytes of one message, and of all messages of one batch call: bodies and attributes. */
export const SQS_BYTES_MAX = 1_048_576
