import {
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs'
import type { Letter } from '../redrive/letter.ts'
import type { LetterBox } from '../redrive/letter-box.ts'
import type { SinkQueue } from '../redrive/sink-route.ts'
import { SQS_ENTRIES_MAX } from './sqs-limits.ts'
import { createSqsRedelivery } from './sqs-redelivery.ts'

/** With a wait SQS asks all its servers: without, it may answer none though there are some. */
const WAIT_SECONDS = 1

export interface SqsLetterBoxOptions {
  /** How long nobody else gets what is received. */
  readonly holdSeconds: number
}

/** A DLQ on SQS. */
export function createSqsLetterBox(
  client: SQSClient,
  queueUrl: string,
  { holdSeconds }: SqsLetterBoxOptions,
): LetterBox {
  const redelivery = createSqsRedelivery(client, queueUrl)
  const delay = async (letters: readonly Letter[], delaySeconds: number) => {
    const messages = letters.map(({ receipt }) => ({ receiptHandle: receipt, delaySeconds }))
    return (await redelivery.delay(messages)).notDelayed
  }
  return {
    holdMs: holdSeconds * 1_000,
    receive: async () => {
      const { Messages = [] } = await client.send(
        new ReceiveMessageCommand({
          QueueUrl: queueUrl,
          MaxNumberOfMessages: SQS_ENTRIES_MAX,
          WaitTimeSeconds: WAIT_SECONDS,
          VisibilityTimeout: holdSeconds,
          MessageAttributeNames: ['All'],
          MessageSystemAttributeNames: ['SentTimestamp', 'ApproximateReceiveCount'],
        }),
      )
      return Messages.map(toLetter)
    },
    hold: async (letters) => (await delay(letters, holdSeconds)) === 0,
    giveBack: (letters) => delay(letters, 0),
    remove: async ({ receipt }) => {
      await client.send(new DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle: receipt }))
    },
    count: async () => {
      const { Attributes = {} } = await client.send(
        new GetQueueAttributesCommand({
          QueueUrl: queueUrl,
          AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
        }),
      )
      return {
        waiting: Number(Attributes.ApproximateNumberOfMessages ?? 0),
        held: Number(Attributes.ApproximateNumberOfMessagesNotVisible ?? 0),
      }
    },
  }
}

/** A sink's queue on SQS. */
export function createSqsSinkQueue(client: SQSClient, queueUrl: string): SinkQueue {
  return {
    send: async (body) => {
      await client.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: body }))
    },
  }
}

function toLetter({ MessageId, ReceiptHandle, Body, Attributes, ...message }: Message): Letter {
  const attributes = Object.entries(message.MessageAttributes ?? {}).flatMap(
    ([name, { StringValue }]) => (StringValue === undefined ? [] : [[name, StringValue] as const]),
  )
  return {
    id: MessageId ?? '',
    receipt: ReceiptHandle ?? '',
    body: Body ?? '',
    attributes: Object.fromEntries(attributes),
    sentAtMs: Number(Attributes?.SentTimestamp ?? 0),
    receiveCount: Number(Attributes?.ApproximateReceiveCount ?? 0),
  }
}
