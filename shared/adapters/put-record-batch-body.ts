import { Buffer } from 'node:buffer'

const BEFORE_RECORD = '{"Data":"'
const AFTER_RECORD = '"}'

/**
 * The body of a PutRecordBatch request, AWS JSON 1.1: each record as base64, written where it stays.
 * https://docs.aws.amazon.com/firehose/latest/APIReference/API_PutRecordBatch.html
 */
export function toPutRecordBatchBody(
  streamName: string,
  records: readonly Uint8Array[],
): Uint8Array {
  const head = `{"DeliveryStreamName":${JSON.stringify(streamName)},"Records":[`
  const joints = BEFORE_RECORD.length + AFTER_RECORD.length + 1
  const recordBytes = records.reduce((sum, { length }) => sum + base64Length(length) + joints, 0)
  const body = Buffer.allocUnsafeSlow(Buffer.byteLength(head) + recordBytes + 2)

  let at = body.write(head)
  for (const [place, record] of records.entries()) {
    at += body.write(place === 0 ? BEFORE_RECORD : `,${BEFORE_RECORD}`, at, 'latin1')
    at += body.write(toBase64(record), at, 'latin1')
    at += body.write(AFTER_RECORD, at, 'latin1')
  }
  at += body.write(']}', at, 'latin1')
  return body.subarray(0, at)
}

function toBase64({ buffer, byteOffset, length }: Uint8Array): string {
  return Buffer.from(buffer, byteOffset, length).toString('base64')
}

function base64Length(bytes: number): number {
  return Math.ceil(bytes / 3) * 4
}
