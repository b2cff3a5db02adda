/**
 * A stream record as a Pipe hands it over.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-dynamodb.html
 */
export interface SourceRecord {
  readonly eventID: string
  readonly eventName: string
  readonly eventVersion: string
  readonly eventSource: string
  readonly awsRegion: string
  readonly dynamodb: {
    /** Epoch seconds. */
    readonly ApproximateCreationDateTime: number
    readonly Keys: Readonly<Record<string, unknown>>
    readonly NewImage?: Readonly<Record<string, unknown>>
    readonly OldImage?: Readonly<Record<string, unknown>>
    readonly SequenceNumber: string
    readonly SizeBytes: number
    readonly StreamViewType: string
  }
  readonly eventSourceARN: string
  readonly userIdentity?: { readonly type: string; readonly principalId: string }
}
