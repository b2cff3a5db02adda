/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-dynamodb.html: "polls at a base rate of four times per second" */
export const POLL_INTERVAL_MS = 250

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-event-filtering.html */
export const FILTERS_MAX = 5

/** Ranges of the source's settings. https://docs.aws.amazon.com/eventbridge/latest/pipes-reference/API_PipeSourceDynamoDBStreamParameters.html */
export const BATCH_SIZE_MAX = 10_000
export const BATCH_SIZE_DEFAULT = 100
export const WINDOW_SECONDS_MAX = 300
export const PARALLELIZATION_MAX = 10
export const RETRY_ATTEMPTS_MAX = 10_000
export const RECORD_AGE_SECONDS_MAX = 604_800
/** "-1 has the maximum": no limit of the Pipe's own. */
export const UNLIMITED = -1

/** Bytes of one batch, and of the enrichment's reply. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-batching-concurrency.html */
export const BATCH_BYTES_MAX = 6 * 1024 * 1024

/** A source batch must not be larger than what the target takes at once: PutEvents takes ten. Same page. */
export { PUT_EVENTS_ENTRIES_MAX as TARGET_BATCH_MAX } from '../event-bus/limits.ts'

/** Enrichment and target of one batch together. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
export const EXECUTION_MS_MAX = 5 * 60_000

/** How long a stream keeps a record. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html */
export const STREAM_RETENTION_MS = 24 * 3_600_000

/** Seen: DynamoDB Local rounds a record's time down to the minute. */
export const DYNAMODB_LOCAL_TIME_STEP_MS = 60_000

/** AWS gives no figures for the delay between retries; these are ours. */
export const RETRY_FIRST_MS = 1_000
export const RETRY_LONGEST_MS = 60_000

/** Our own: how often new shards are looked for while none has ended. */
export const SHARD_DISCOVERY_MS = 10_000

/** Our own: records of one lane that were read and wait for a batch; the shard is not read on meanwhile. */
export const LANE_RECORDS_MAX = 1_000

/** AWS says "nearly continuous 4xx errors" and no figures; these are ours. A Pipe that has met both is disabled. */
export const CLIENT_ERRORS_TO_DISABLE = 10
export const CLIENT_ERRORS_MS_TO_DISABLE = 10 * 60_000
