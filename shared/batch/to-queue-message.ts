import type { SQSRecord } from 'aws-lambda'
import type { QueueMessage } from './queue-message.ts'

/** What the queue's mapping hands to a function. https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html */
export function toQueueMessage(record: SQSRecord): QueueMessage {
  return {
    messageId: record.messageId,
    receiptHandle: record.receiptHandle,
    body: record.body,
    receiveCount: Number(record.attributes.ApproximateReceiveCount),
  }
}
