import { GetQueueAttributesCommand, type SQSClient } from '@aws-sdk/client-sqs'

const COUNTS = [
  'ApproximateNumberOfMessages',
  'ApproximateNumberOfMessagesNotVisible',
  'ApproximateNumberOfMessagesDelayed',
] as const

/** Messages of a queue, whether anybody has them or not. */
export async function countWaiting(sqs: SQSClient, queueUrl: string): Promise<number> {
  const { Attributes = {} } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: [...COUNTS] }),
  )
  return COUNTS.reduce((sum, name) => sum + Number(Attributes[name] ?? 0), 0)
}
