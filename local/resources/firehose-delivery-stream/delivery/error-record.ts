import type { NotPartitioned } from '../partitioning/not-partitioned.ts'
import type { KeptRecord } from './kept-record.ts'

/**
 * A record as it stands under the error prefix: one JSON object and a newline.
 * https://docs.aws.amazon.com/firehose/latest/dev/data-transformation-failure-handling.html
 *
 * @param nowMs when the attempt ended, epoch milliseconds.
 */
export function toErrorRecord(
  { data, arrivedAtMs, entry }: KeptRecord,
  { code, message }: NotPartitioned,
  nowMs: number,
): KeptRecord {
  const line = JSON.stringify({
    attemptsMade: 1,
    arrivalTimestamp: arrivedAtMs,
    errorCode: code,
    errorMessage: message,
    attemptEndingTimestamp: nowMs,
    rawData: Buffer.from(data).toString('base64'),
  })
  return { data: Buffer.from(`${line}\n`), arrivedAtMs, entry }
}
