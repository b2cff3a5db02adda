import { REGION } from '../../template/stack-names.ts'

/** A message as the SQS API gives it. */
export interface ReceivedMessage {
  readonly messageId: string
  readonly receiptHandle: string
  readonly body: string
  readonly md5OfBody: string
  readonly attributes: Readonly<Record<string, string>>
  readonly messageAttributes: Readonly<Record<string, SqsMessageAttribute>>
}

export interface SqsMessageAttribute {
  readonly dataType: string
  readonly stringValue?: string
  readonly binaryValue?: string
  readonly stringListValues: readonly string[]
  readonly binaryListValues: readonly string[]
}

/** A message as a function sees it. https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html */
export interface SqsRecord extends ReceivedMessage {
  readonly eventSource: 'aws:sqs'
  readonly eventSourceARN: string
  readonly awsRegion: string
}

export function toSqsRecord(message: ReceivedMessage, queueArn: string): SqsRecord {
  return {
    messageId: message.messageId,
    receiptHandle: message.receiptHandle,
    body: message.body,
    attributes: message.attributes,
    messageAttributes: message.messageAttributes,
    md5OfBody: message.md5OfBody,
    eventSource: 'aws:sqs',
    eventSourceARN: queueArn,
    awsRegion: REGION,
  }
}
