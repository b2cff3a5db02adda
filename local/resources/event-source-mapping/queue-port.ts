import { GetQueueAttributesCommand, type SQSClient } from '@aws-sdk/client-sqs'
import type { MessageClient, WireAttribute, WireMessage } from '../../message-client.ts'
import type { Authorize } from '../../policies/authorize.ts'
import type { ReceivedMessage, SqsMessageAttribute } from './sqs-record.ts'

/** What a mapping does with its queue, in the name of the function's role. */
export interface QueuePort {
  /** Up to `messagesMax`, ten at most; waits for the first up to `waitSeconds`. @throws AccessDenied */
  receive(poll: {
    readonly waitSeconds: number
    readonly messagesMax: number
  }): Promise<readonly ReceivedMessage[]>
  /** At most ten. @throws when any of them was not deleted. */
  remove(receiptHandles: readonly string[]): Promise<void>
}

export interface QueuePortOptions {
  readonly messages: Pick<MessageClient, 'call'>
  readonly url: string
  readonly arn: string
  readonly authorize: Authorize
}

export function createQueuePort({ messages, url, arn, authorize }: QueuePortOptions): QueuePort {
  return {
    async receive({ waitSeconds, messagesMax }) {
      authorize('sqs:ReceiveMessage', arn)
      const { Messages = [] } = await messages.call('ReceiveMessage', {
        QueueUrl: url,
        MaxNumberOfMessages: messagesMax,
        WaitTimeSeconds: waitSeconds,
        MessageSystemAttributeNames: ['All'],
        MessageAttributeNames: ['All'],
      })
      return Messages.map(toReceivedMessage)
    },
    async remove(receiptHandles) {
      authorize('sqs:DeleteMessage', arn)
      const { Failed = [] } = await messages.call('DeleteMessageBatch', {
        QueueUrl: url,
        Entries: receiptHandles.map((ReceiptHandle, index) => ({
          Id: String(index),
          ReceiptHandle,
        })),
      })
      if (Failed.length > 0) throw new Error(`${Failed.length} messages were not deleted`)
    },
  }
}

export async function readVisibilitySeconds(sqs: SQSClient, url: string): Promise<number> {
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['VisibilityTimeout'] }),
  )
  return Number(Attributes?.VisibilityTimeout)
}

function toReceivedMessage(message: WireMessage): ReceivedMessage {
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

function toRecordAttribute(attribute: WireAttribute): SqsMessageAttribute {
  const { DataType = 'String', StringValue, BinaryValue } = attribute
  return {
    dataType: DataType,
    ...(StringValue !== undefined && { stringValue: StringValue }),
    ...(BinaryValue !== undefined && { binaryValue: BinaryValue }),
    stringListValues: [],
    binaryListValues: [],
  }
}
