/** Records of one PutRecordBatch call. https://docs.aws.amazon.com/firehose/latest/APIReference/API_PutRecordBatch.html */
export const PUT_RECORDS_MAX = 500

/** Bytes of a record, before base64 (1,000 KiB). Same page. */
export const RECORD_BYTES_MAX = 1_000 * 1024

/** Bytes of all records of one call together, before base64 (4 MiB). Same page. */
export const PUT_BYTES_MAX = 4 * 1024 * 1024

/** https://docs.aws.amazon.com/firehose/latest/APIReference/API_CreateDeliveryStream.html */
export const STREAM_NAME = /^[a-zA-Z0-9_.-]{1,64}$/

/** https://docs.aws.amazon.com/firehose/latest/APIReference/API_BufferingHints.html */
export const BUFFER_MIB = { default: 5, min: 1, max: 128 } as const
export const BUFFER_SECONDS = { default: 300, min: 0, max: 900 } as const

/**
 * Dynamic partitioning takes no smaller buffer and no shorter interval.
 * https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_kinesisfirehose.S3BucketProps.html
 */
export const PARTITIONED_BUFFER_MIB_MIN = 64
export const PARTITIONED_BUFFER_SECONDS_MIN = 60

/** Partitions that hold records or are being delivered. https://docs.aws.amazon.com/firehose/latest/dev/buffering.html */
export const ACTIVE_PARTITIONS_MAX = 500

/** Characters of an evaluated prefix. https://docs.aws.amazon.com/firehose/latest/dev/s3-prefixes.html */
export const PREFIX_LENGTH_MAX = 512

/** How long a record is kept while it cannot be delivered. https://docs.aws.amazon.com/firehose/latest/dev/retry.html */
export const KEPT_MS_MAX = 24 * 60 * 60 * 1000

/** Our own: bytes kept in this process. Beyond it records are throttled, so that memory does not fill. */
export const KEPT_BYTES_MAX = 256 * 1024 * 1024
