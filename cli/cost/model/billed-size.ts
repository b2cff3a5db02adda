/** What one request of the Pipe, the bus and SQS takes; each begun one more is another request. */
const CHUNK_BYTES = 64 * 1024

/** What a record of Firehose is rounded up to a multiple of. */
const FIREHOSE_STEP_BYTES = 5 * 1024

/** Requests that a payload counts as: at least one. */
export function chunksOf(bytes: number): number {
  return Math.max(1, Math.ceil(bytes / CHUNK_BYTES))
}

/** Bytes that a record of Firehose counts as. */
export function firehoseBytesOf(bytes: number): number {
  return Math.ceil(bytes / FIREHOSE_STEP_BYTES) * FIREHOSE_STEP_BYTES
}
