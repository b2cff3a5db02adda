import type { _Record, AttributeValue } from '@aws-sdk/client-dynamodb-streams'
import type { SourceRecord } from '../source-record.ts'

type Item = Readonly<Record<string, AttributeValue>>

/**
 * The API's record in the form a Pipe delivers it: lower-case `userIdentity`, the stream's ARN, the
 * time as epoch seconds, binary values as base64.
 */
export function toSourceRecord(record: _Record, streamArn: string): SourceRecord {
  const { dynamodb = {}, userIdentity } = record
  return {
    eventID: record.eventID ?? '',
    eventName: record.eventName ?? '',
    eventVersion: record.eventVersion ?? '',
    eventSource: record.eventSource ?? '',
    awsRegion: record.awsRegion ?? '',
    dynamodb: {
      ApproximateCreationDateTime: (dynamodb.ApproximateCreationDateTime?.getTime() ?? 0) / 1000,
      Keys: toWireItem(dynamodb.Keys ?? {}),
      ...(dynamodb.NewImage && { NewImage: toWireItem(dynamodb.NewImage) }),
      ...(dynamodb.OldImage && { OldImage: toWireItem(dynamodb.OldImage) }),
      SequenceNumber: dynamodb.SequenceNumber ?? '',
      SizeBytes: dynamodb.SizeBytes ?? 0,
      StreamViewType: dynamodb.StreamViewType ?? '',
    },
    eventSourceARN: streamArn,
    ...(userIdentity && {
      userIdentity: {
        type: userIdentity.Type ?? '',
        principalId: userIdentity.PrincipalId ?? '',
      },
    }),
  }
}

function toWireItem(item: Item): Record<string, unknown> {
  return Object.fromEntries(Object.entries(item).map(([name, value]) => [name, toWire(value)]))
}

function toWire(value: AttributeValue): unknown {
  if (value.B !== undefined) return { B: toBase64(value.B) }
  if (value.BS !== undefined) return { BS: value.BS.map(toBase64) }
  if (value.L !== undefined) return { L: value.L.map(toWire) }
  if (value.M !== undefined) return { M: toWireItem(value.M) }
  return value
}

function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64')
}
