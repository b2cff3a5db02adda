import type { SourceRecord } from '../source-record.ts'

let lastSequenceNumber = 0

/** A stream record of an item; what is not given is made up, sequence numbers ascending. */
export function aStreamRecord(options: {
  readonly pk: string
  readonly sk?: string
  readonly createdAtMs?: number
  readonly userIdentity?: SourceRecord['userIdentity']
}): SourceRecord {
  const sequenceNumber = String(++lastSequenceNumber).padStart(21, '0')
  return {
    eventID: `event-${lastSequenceNumber}`,
    eventName: 'MODIFY',
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: 'ddblocal',
    dynamodb: {
      ApproximateCreationDateTime: Math.floor(
        (options.createdAtMs ?? Date.parse('2026-11-21T07:26:00Z')) / 1000,
      ),
      Keys: { pk: { S: options.pk }, sk: { S: options.sk ?? 'a' } },
      NewImage: { pk: { S: options.pk }, sk: { S: options.sk ?? 'a' } },
      SequenceNumber: sequenceNumber,
      SizeBytes: 100,
      StreamViewType: 'NEW_AND_OLD_IMAGES',
    },
    eventSourceARN: 'arn:aws:dynamodb:ddblocal:000000000000:table/t/stream/2026-11-01T00:00:00.000',
    ...(options.userIdentity && { userIdentity: options.userIdentity }),
  }
}
