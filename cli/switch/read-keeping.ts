import { DescribePipeCommand, type PipesClient } from '@aws-sdk/client-pipes'
import { GetQueueAttributesCommand, type SQSClient } from '@aws-sdk/client-sqs'
import { RETRY_SPAN_SECONDS } from '../../shared/batch/retry-delay.ts'

/** What keeps the changes of a part that is stopped, and for how long. */
export interface Keeping {
  /** `The stream keeps its changes`, as the beginning of a sentence. */
  readonly where: string
  /** From the stop on: after that the first of them are not handled as if nothing had been. */
  readonly forMs: number
  /** What becomes of them then. */
  readonly afterwards: string
}

const HOUR_MS = 3_600_000
/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html */
const STREAM_MS = 24 * HOUR_MS

/** Of a Pipe: the table's stream, and the age at which the Pipe gives a record up. */
export async function readStreamKeeping(pipes: PipesClient, name: string): Promise<Keeping> {
  const { SourceParameters } = await pipes.send(new DescribePipeCommand({ Name: name }))
  const ageSeconds = SourceParameters?.DynamoDBStreamParameters?.MaximumRecordAgeInSeconds ?? -1
  const isLimited = ageSeconds > 0 && ageSeconds * 1_000 < STREAM_MS
  const taken = isLimited ? `, and the Pipe takes those of the last ${ageSeconds / 3_600} h` : ''
  return {
    where: `The table's stream keeps changes for 24 h${taken}`,
    forMs: isLimited ? ageSeconds * 1_000 : STREAM_MS,
    afterwards: isLimited
      ? 'older ones go to PipeDlq as a position, to be redriven before the stream forgets them'
      : 'what is older is gone from the stream',
  }
}

/** Of a mapping: its queue. */
export async function readQueueKeeping(sqs: SQSClient, queueUrl: string): Promise<Keeping> {
  const { Attributes = {} } = await sqs.send(
    new GetQueueAttributesCommand({
      QueueUrl: queueUrl,
      AttributeNames: [
        'ApproximateNumberOfMessages',
        'ApproximateNumberOfMessagesNotVisible',
        'MessageRetentionPeriod',
        'QueueArn',
      ],
    }),
  )
  const { ApproximateNumberOfMessages: ready, ApproximateNumberOfMessagesNotVisible: hidden } =
    Attributes
  const count = Number(ready ?? 0) + Number(hidden ?? 0)
  const retentionMs = Number(Attributes.MessageRetentionPeriod) * 1_000
  const days = Math.round(retentionMs / (24 * HOUR_MS))
  const triedDays = Math.round(RETRY_SPAN_SECONDS / (24 * 3_600))
  const name = Attributes.QueueArn?.split(':').at(-1)
  return {
    where: `Its queue keeps changes for ${days} days, of which the oldest may have spent ${triedDays} (${name}, ${count} in it now)`,
    // What has been tried again and again was in it before the stop.
    forMs: retentionMs - RETRY_SPAN_SECONDS * 1_000,
    afterwards: 'the queue forgets the oldest of them soon after',
  }
}
