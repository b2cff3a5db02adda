import type { ReadRecord } from '../stream/read-record.ts'

/** Why a batch is given up. */
export type GiveUpCondition = 'RetryAttemptsExhausted' | 'RecordAgeExceeded'

/** Where a batch lies in its stream. */
export interface BatchPosition {
  readonly shardId: string
  readonly startSequenceNumber: string
  readonly endSequenceNumber: string
  readonly approximateArrivalOfFirstRecord: string
  readonly approximateArrivalOfLastRecord: string
  readonly batchSize: number
  readonly streamArn: string
}

/** @param records at least one, in their order. */
export function positionOf(
  records: readonly ReadRecord[],
  place: { readonly shardId: string; readonly streamArn: string },
): BatchPosition {
  const [first, last] = [records[0]?.source.dynamodb, records.at(-1)?.source.dynamodb]
  return {
    shardId: place.shardId,
    startSequenceNumber: first?.SequenceNumber ?? '',
    endSequenceNumber: last?.SequenceNumber ?? '',
    approximateArrivalOfFirstRecord: toTime(first?.ApproximateCreationDateTime),
    approximateArrivalOfLastRecord: toTime(last?.ApproximateCreationDateTime),
    batchSize: records.length,
    streamArn: place.streamArn,
  }
}

/** Positions and no records: whoever redrives it reads the stream again, within its 24 h. */
export function toDeadLetter(
  position: BatchPosition,
  about: { readonly pipeArn: string; readonly condition: GiveUpCondition; readonly atMs: number },
): string {
  return JSON.stringify({
    context: { partnerResourceArn: about.pipeArn, condition: about.condition },
    version: '1.0',
    timestamp: new Date(about.atMs).toISOString(),
    DDBStreamBatchInfo: position,
  })
}

/** Whole seconds without a fraction, as AWS writes them. */
function toTime(seconds = 0): string {
  return new Date(seconds * 1000).toISOString().replace('.000Z', 'Z')
}
