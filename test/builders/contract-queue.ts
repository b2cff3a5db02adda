import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
  type ReceiveMessageCommandInput,
  SendMessageCommand,
  type SendMessageCommandInput,
  type SQSClient,
} from '@aws-sdk/client-sqs'
import { uniqueName } from './unique-name.ts'

/** One queue, in the few words that tests of its behaviour need. */
export interface ContractQueue {
  readonly url: string
  readonly arn: string
  send(body: string, more?: Partial<SendMessageCommandInput>): Promise<string>
  /** Everything about up to ten messages; without a wait unless one is given. */
  receive(more?: Partial<ReceiveMessageCommandInput>): Promise<readonly Message[]>
  /** The one message that is there. */
  receiveOne(more?: Partial<ReceiveMessageCommandInput>): Promise<Message>
  remove(message: Message): Promise<unknown>
  hide(message: Message, VisibilityTimeout: number): Promise<unknown>
  /** Visible, in flight, delayed. */
  counts(): Promise<readonly (string | undefined)[]>
}

const COUNTS = [
  'ApproximateNumberOfMessages',
  'ApproximateNumberOfMessagesNotVisible',
  'ApproximateNumberOfMessagesDelayed',
] as const

export async function makeContractQueue(
  sqs: SQSClient,
  Attributes: Record<string, string> = {},
): Promise<ContractQueue> {
  const QueueName = uniqueName('contract')
  const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName, Attributes }))
  const url = QueueUrl
  const about = async (AttributeNames: ('QueueArn' | (typeof COUNTS)[number])[]) => {
    const command = new GetQueueAttributesCommand({ QueueUrl, AttributeNames })
    return (await sqs.send(command)).Attributes ?? {}
  }
  const receive: ContractQueue['receive'] = async (more = {}) => {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: 10,
        MessageAttributeNames: ['All'],
        MessageSystemAttributeNames: ['All'],
        WaitTimeSeconds: 0,
        ...more,
      }),
    )
    return Messages
  }

  return {
    url,
    arn: (await about(['QueueArn'])).QueueArn ?? '',
    receive,
    async send(MessageBody, more = {}) {
      const sent = await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody, ...more }))
      return sent.MessageId ?? ''
    },
    async receiveOne(more) {
      const [message, ...others] = await receive(more)
      if (message === undefined || others.length > 0) {
        throw new Error(`one message was expected, not ${message ? 1 + others.length : 0}`)
      }
      return message
    },
    remove: ({ ReceiptHandle }) => sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle })),
    hide: ({ ReceiptHandle }, VisibilityTimeout) =>
      sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout })),
    async counts() {
      const counted = await about([...COUNTS])
      return COUNTS.map((name) => counted[name])
    },
  }
}
