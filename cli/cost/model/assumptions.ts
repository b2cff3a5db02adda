/**
 * What neither a setting nor a measured size says. Each stands here with where it is from, to be
 * replaced by what you measure.
 */

/** Shards of a new on-demand table: it takes 4,000 write units a second, 1,000 a partition. */
export const SHARDS_MIN = 4
export const WRITE_UNITS_OF_SHARD = 1_000
export const BYTES_OF_WRITE_UNIT = 1024

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-dynamodb.html */
export const POLLS_PER_SECOND = 4
/** Of a batch of the Pipe and of a mapping: what an invocation takes. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
export const BATCH_BYTES_MAX = 6 * 1024 * 1024

/**
 * A mapping keeps five receives open, each for up to 20 s; a receive and a delete take ten messages.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html
 */
export const POLLERS = 5
export const POLL_SECONDS = 20
export const MESSAGES_OF_CALL_MAX = 10
/** From one poller's asking to the next one's: each asks anew 20 ms after it was given something, assumed. */
export const RECEIVE_WINDOW_SECONDS = 0.02 / POLLERS

/** MiB of memory with which a function has one whole CPU. https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html */
export const MIB_OF_CPU = 1_769

/** What an invocation takes: waiting, and work on one whole CPU. */
export interface Work {
  readonly waitMs: number
  readonly waitMsPerChange: number
  readonly cpuMs: number
  /** Of 1,000 bytes of a change, as it comes in. */
  readonly cpuMsPerKb: number
}

/**
 * Warm invocations. CPU is that of the benchmarks on two shared x86 cores, rounded up; waiting is
 * assumed: a `_bulk` on a domain, a PutRecordBatch, a script call of the cache.
 */
export const WORK = {
  enrichment: { waitMs: 0, waitMsPerChange: 0, cpuMs: 1, cpuMsPerKb: 0.03 },
  search: { waitMs: 8, waitMsPerChange: 0.1, cpuMs: 1.5, cpuMsPerKb: 0.02 },
  lake: { waitMs: 30, waitMsPerChange: 0.02, cpuMs: 1.5, cpuMsPerKb: 0.02 },
  cache: { waitMs: 2, waitMsPerChange: 0.01, cpuMs: 1, cpuMsPerKb: 0.015 },
} as const satisfies Record<string, Work>

/** Of putting or getting the objects of a batch, at the same time: assumed. */
export const OBJECTS_MS = 30

/**
 * Bytes of the two lines of an invocation, measured: that of the log, which names every change by its
 * eventID, and that of the metrics.
 */
export const LOG_LINE_BYTES = 220
export const LOGGED_CHANGE_BYTES = 35
export const METRICS_LINE_BYTES = 300

/** X-Ray records the first invocation of each second and so many of the others; upstream's word is not counted. */
export const TRACED_SHARE = 0.05

/** The smallest buffer that dynamic partitioning takes, which infra/lake.yml has. */
export const FIREHOSE_BUFFER_SECONDS = 60
export const FIREHOSE_BUFFER_BYTES = 64 * 1024 * 1024
/** Of jq, a record: assumed. */
export const JQ_MS = 0.1

/** Metered at least. https://aws.amazon.com/elasticache/pricing/ */
export const CACHE_GB_MIN = 0.1
/** A floor with its key and what Valkey keeps beside: assumed. */
export const FLOOR_BYTES = 250
/** A script call on one key's slot, by what it does inside: assumed. */
export const ECPUS_OF_KEY = 3

/** How long SQS uses a data key. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html */
export const DATA_KEY_SECONDS = 300

/** The least an ingestion pipeline has. https://docs.aws.amazon.com/opensearch-service/latest/developerguide/limits.html */
export const INGESTION_OCUS_MIN = 1
