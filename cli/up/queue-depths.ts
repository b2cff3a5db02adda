import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs'

/** How many messages each queue holds, by logical id: those that wait, are put off or are in work. */
export type QueueDepths = ReadonlyMap<string, number>

export interface QueueReader {
  /** Rejects when the queues do not answer. */
  read(): Promise<QueueDepths>
  close(): void
}

const COUNTS = [
  'ApproximateNumberOfMessages',
  'ApproximateNumberOfMessagesNotVisible',
  'ApproximateNumberOfMessagesDelayed',
] as const

/** @param queues URLs by logical id. */
export function createQueueReader(options: {
  readonly endpoint: string
  readonly region: string
  readonly queues: Readonly<Record<string, string>>
}): QueueReader {
  const { endpoint, region } = options
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' }
  const client = new SQSClient({ endpoint, region, credentials, maxAttempts: 1 })
  const count = async (QueueUrl: string): Promise<number> => {
    const command = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [...COUNTS] })
    const { Attributes = {} } = await client.send(command)
    return COUNTS.reduce((sum, name) => sum + Number(Attributes[name] ?? 0), 0)
  }

  return {
    read: async () => {
      const names = Object.entries(options.queues)
      const counts = await Promise.all(
        names.map(async ([name, url]) => [name, await count(url)] as const),
      )
      return new Map(counts)
    },
    close: () => client.destroy(),
  }
}
