import { ChangeMessageVisibilityBatchCommand, type SQSClient } from '@aws-sdk/client-sqs'
import type { DelayedMessage, Redelivery, RedeliveryResult } from '../batch/redelivery.ts'
import { distinct, toReason } from './sqs-failure.ts'
import { SQS_ENTRIES_MAX } from './sqs-limits.ts'

/** Puts messages off by changing their visibility timeout. */
export function createSqsRedelivery(client: SQSClient, queueUrl: string): Redelivery {
  return {
    delay: async (messages) => {
      const calls = chunk(messages, SQS_ENTRIES_MAX)
      const results = await Promise.all(calls.map((call) => delayCall(client, queueUrl, call)))
      return {
        notDelayed: results.reduce((sum, { notDelayed }) => sum + notDelayed, 0),
        reasons: distinct(results.flatMap(({ reasons }) => reasons)),
      }
    },
  }
}

async function delayCall(
  client: SQSClient,
  queueUrl: string,
  messages: readonly DelayedMessage[],
): Promise<RedeliveryResult> {
  const Entries = messages.map(({ receiptHandle, delaySeconds }, place) => ({
    Id: String(place),
    ReceiptHandle: receiptHandle,
    VisibilityTimeout: delaySeconds,
  }))
  const command = new ChangeMessageVisibilityBatchCommand({ QueueUrl: queueUrl, Entries })
  try {
    const { Failed = [] } = await client.send(command)
    return { notDelayed: Failed.length, reasons: Failed.map(toReason) }
  } catch (error) {
    return { notDelayed: messages.length, reasons: [toReason(error)] }
  }
}

function chunk<Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] {
  const count = Math.ceil(items.length / size)
  return Array.from({ length: count }, (_, place) => items.slice(place * size, (place + 1) * size))
}
