import type { _Record, AttributeValue } from '@aws-sdk/client-dynamodb-streams'
import type { SourceRecord } from '../source-record.ts'

type Item = Readonly<Record<string, AttributeValue>>

/** A record as the API's JSON has it: binary values are base64, times epoch seconds. */
export interface WireRecord
  extends Pick<
    _Record,
    'eventID' | 'eventName' | 'eventVersion' | 'eventSource' | 'awsRegion' | 'userIdentity'
  > {
  readonly dynamodb?: {
    readonly [Name in keyof SourceRecord['dynamodb']]?: SourceRecord['dynamodb'][Name] | undefined
  }
}

/**
 * The API's record in the form a Pipe delivers it: lower-case `userIdentity`, and the stream's ARN.
 * Values stay as they are.
 */
export function toSourceRecord(record: WireRecord, streamArn: string): SourceRecord {
  const { dynamodb = {}, userIdentity } = record
  return {
    eventID: record.eventID ?? '',
    eventName: record.eventName ?? '',
    eventVersion: record.eventVersion ?? '',
    eventSource: record.eventSource ?? '',
    awsRegion: record.awsRegion ?? '',
    dynamodb: {
      ApproximateCreationDateTime: dynamodb.ApproximateCreationDateTime ?? 0,
      Keys: dynamodb.Keys ?? {},
      ...(dynamodb.NewImage && { NewImage: dynamodb.NewImage }),
      ...(dynamodb.OldImage && { OldImage: dynamodb.OldImage }),
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

/** Back from what the SDK made of it. */
export function toWireRecord({ dynamodb = {}, ...record }: _Record): WireRecord {
  const { ApproximateCreationDateTime: time, Keys, NewImage, OldImage, ...about } = dynamodb
  return {
    ...record,
    dynamodb: {
      ...about,
      ...(time && { ApproximateCreationDateTime: time.getTime() / 1000 }),
      ...(Keys && { Keys: toWireItem(Keys) }),
      ...(NewImage && { NewImage: toWireItem(NewImage) }),
      ...(OldImage && { OldImage: toWireItem(OldImage) }),
    },
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
