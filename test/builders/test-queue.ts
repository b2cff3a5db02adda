import {
  CreateQueueCommand,
  type Message,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs'
import { uniqueName } from './unique-name.ts'

/** A client of the SQS engine. */
export function connectSqs(endpoint: string): SQSClient {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
  return new SQSClient({ endpoint, region: 'eu-west-1', credentials, maxAttempts: 1 })
}

/** Makes a queue and answers its URL. */
export async function makeQueue(
  sqs: SQSClient,
  endpoint: string,
  prefix: string,
  attributes: Record<string, string> = {},
): Promise<string> {
  const QueueName = uniqueName(prefix)
  await sqs.send(new CreateQueueCommand({ QueueName, Attributes: attributes }))
  return `${endpoint}/000000000000/${QueueName}`
}

/** Receives until nothing comes any more. */
export async function receiveAll(sqs: SQSClient, queueUrl: string): Promise<readonly Message[]> {
  const all: Message[] = []
  for (;;) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: queueUrl,
        MaxNumberOfMessages: 10,
        MessageAttributeNames: ['All'],
        MessageSystemAttributeNames: ['All'],
      }),
    )
    if (Messages.length === 0) return all
    all.push(...Messages)
  }
}
