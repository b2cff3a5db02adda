import {
  DeleteMessageBatchCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs'
import type { ReceivedMessage, SqsMessageAttribute } from './sqs-record.ts'

/** What a mapping does with its queue. */
export interface QueuePort {
  /** Up to ten messages; waits for the first up to `waitSeconds`. */
  receive(waitSeconds: number): Promise<readonly ReceivedMessage[]>
  /** At most ten. @throws when any of them was not deleted. */
  remove(receiptHandles: readonly string[]): Promise<void>
}

export function createQueuePort(sqs: SQSClient, queueUrl: string): QueuePort {
  return {
    async receive(waitSeconds) {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({
          QueueUrl: queueUrl,
          MaxNumberOfMessages: 10,
          WaitTimeSeconds: waitSeconds,
          MessageSystemAttributeNames: ['All'],
          MessageAttributeNames: ['All'],
        }),
      )
      return Messages.map(toReceivedMessage)
    },
    async remove(receiptHandles) {
      const { Failed = [] } = await sqs.send(
        new DeleteMessageBatchCommand({
          QueueUrl: queueUrl,
          Entries: receiptHandles.map((ReceiptHandle, index) => ({
            Id: String(index),
            ReceiptHandle,
          })),
        }),
      )
      if (Failed.length > 0) throw new Error(`${Failed.length} messages were not deleted`)
    },
  }
}

function toReceivedMessage(message: Message): ReceivedMessage {
  return {
    messageId: message.MessageId ?? '',
    receiptHandle: message.ReceiptHandle ?? '',
    body: message.Body ?? '',
    md5OfBody: message.MD5OfBody ?? '',
    attributes: (message.Attributes ?? {}) as Record<string, string>,
    messageAttributes: Object.fromEntries(
      Object.entries(message.MessageAttributes ?? {}).map(([name, attribute]) => [
        name,
        toRecordAttribute(attribute),
      ]),
    ),
  }
}

function toRecordAttribute(
  attribute: NonNullable<Message['MessageAttributes']>[string],
): SqsMessageAttribute {
  const { DataType = 'String', StringValue, BinaryValue } = attribute
  return {
    dataType: DataType,
    ...(StringValue !== undefined && { stringValue: StringValue }),
    ...(BinaryValue !== undefined && { binaryValue: Buffer.from(BinaryValue).toString('base64') }),
    stringListValues: [],
    binaryListValues: [],
  }
}
