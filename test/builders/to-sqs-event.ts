import type { SQSEvent } from 'aws-lambda'
import type { QueueMessage } from '../../shared/batch/queue-message.ts'

/** A batch as the mapping hands it to a function. */
export function toSqsEvent(messages: readonly QueueMessage[]): SQSEvent {
  const Records = messages.map(({ receiveCount, ...message }) => ({
    ...message,
    attributes: {
      ApproximateReceiveCount: String(receiveCount),
      SentTimestamp: '1795246001000',
      SenderId: 'sender',
      ApproximateFirstReceiveTimestamp: '1795246001000',
    },
    messageAttributes: {},
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:eu-west-1:000000000000:queue',
    awsRegion: 'eu-west-1',
  }))
  return { Records }
}
