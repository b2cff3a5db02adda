import { SendMessageCommand } from '@aws-sdk/client-sqs'
import type { Clock } from '../../clock.ts'
import { createLimiter } from '../../limiter.ts'
import type { Authorize } from '../../policies/authorize.ts'
import type { LocalQueue } from '../sqs-queue/local-queue.ts'
import { SendTimeout } from './classify-delivery-error.ts'
import type { MessageTexts } from './dead-letter-attributes.ts'
import { SEND_MS_MAX, SENDS_PARALLEL_MAX } from './limits.ts'

/** A queue as a rule sees it: a target, or its DLQ. */
export interface Destination {
  readonly name: string
  readonly arn: string
  /** @throws when the queue did not take it, or may not be sent to. */
  send(message: { readonly body: string; readonly attributes?: MessageTexts }): Promise<void>
}

/** What of an SQS client is used. */
export interface MessageSender {
  send(
    command: SendMessageCommand,
    options: { readonly abortSignal: AbortSignal },
  ): Promise<unknown>
}

/** @param authorize asked before each send: policies may be created later than the rule. */
export function createQueueDestination(options: {
  readonly queue: LocalQueue
  readonly sqs: MessageSender
  readonly clock: Clock
  readonly authorize: Authorize
}): Destination {
  const { queue, sqs, clock, authorize } = options
  const limit = createLimiter(SENDS_PARALLEL_MAX)

  return {
    name: queue.name,
    arn: queue.arn,
    send: ({ body, attributes = {} }) =>
      limit(async () => {
        authorize('sqs:SendMessage', queue.arn)
        const command = new SendMessageCommand({
          QueueUrl: queue.url,
          MessageBody: body,
          MessageAttributes: Object.fromEntries(
            Object.entries(attributes).map(([name, StringValue]) => [
              name,
              { DataType: 'String', StringValue },
            ]),
          ),
        })
        await withinTime(clock, (abortSignal) => sqs.send(command, { abortSignal }))
      }),
  }
}

/** Aborts the work when it takes too long. @throws SendTimeout then. */
async function withinTime(
  clock: Clock,
  work: (signal: AbortSignal) => Promise<unknown>,
): Promise<void> {
  const cancelled = new AbortController()
  const done = new AbortController()
  const tooLong = async () => {
    await clock.sleep(SEND_MS_MAX, done.signal)
    throw new SendTimeout(`no answer within ${SEND_MS_MAX / 1000} seconds`)
  }
  try {
    await Promise.race([work(cancelled.signal), tooLong()])
  } finally {
    done.abort()
    cancelled.abort()
  }
}
