import { ChangeMessageVisibilityBatchCommand, type SQSClient } from '@aws-sdk/client-sqs'
import type { DelayedMessage, Redelivery } from '../batch/redelivery.ts'
import { SQS_ENTRIES_MAX } from './sqs-limits.ts'

/** Puts messages off by changing their visibility timeout. */
export function createSqsRedelivery(client: SQSClient, queueUrl: string): Redelivery {
  return {
    delay: async (messages) => {
      const calls = chunk(messages, SQS_ENTRIES_MAX)
      const failed = await Promise.all(calls.map((call) => delayCall(client, queueUrl, call)))
      return failed.reduce((sum, count) => sum + count, 0)
    },
  }
}

/** @returns how many were not put off. */
async function delayCall(
  client: SQSClient,
  queueUrl: string,
  messages: readonly DelayedMessage[],
): Promise<number> {
  const Entries = messages.map(({ receiptHandle, delaySeconds }, place) => ({
    Id: String(place),
    ReceiptHandle: receiptHandle,
    VisibilityTimeout: delaySeconds,
  }))
  const command = new ChangeMessageVisibilityBatchCommand({ QueueUrl: queueUrl, Entries })
  return client.send(command).then(
    ({ Failed = [] }) => Failed.length,
    () => messages.length,
  )
}

function chunk<Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] {
  const count = Math.ceil(items.length / size)
  return Array.from({ length: count }, (_, place) => items.slice(place * size, (place + 1) * size))
}
