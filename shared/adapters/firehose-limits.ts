/**
 * What one PutRecordBatch call takes; sizes are of the data before base64.
 * https://docs.aws.amazon.com/firehose/latest/APIReference/API_PutRecordBatch.html
 */
export const FIREHOSE_RECORDS_MAX = 500

/** Bytes of all records of a call. */
export const FIREHOSE_CALL_BYTES_MAX = 4 * 1024 * 1024

/** Bytes of one record. */
export const FIREHOSE_RECORD_BYTES_MAX = 1_000 * 1024
