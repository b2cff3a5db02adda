import type { Clock } from '../../clock.ts'
import type { MessageClient } from '../../message-client.ts'
import type { Authorize } from '../../policies/authorize.ts'
import type { LocalQueue } from '../sqs-queue/local-queue.ts'
import { SendTimeout } from './classify-delivery-error.ts'
import { SEND_BYTES_MAX, SEND_MESSAGES_MAX, SEND_MS_MAX, SENDS_PARALLEL_MAX } from './limits.ts'
import { bytesOf, type QueueMessage, sendMessages } from './send-messages.ts'

/** A queue as a rule sees it: a target, or its DLQ. */
export interface Destination {
  readonly name: string
  readonly arn: string
  /** @throws when the queue did not take it, or may not be sent to. */
  send(message: QueueMessage): Promise<void>
}

interface Waiting extends PromiseWithResolvers<void> {
  readonly message: QueueMessage
}

/**
 * Messages that are sent in the same turn, as those of one PutEvents, go by one call. Sent alone, a
 * change cost 2.3 times the CPU of this process on its whole way, and twice that of SQS.
 *
 * @param authorize asked before each call: policies may be created later than the rule.
 */
export function createQueueDestination(options: {
  readonly queue: LocalQueue
  readonly messages: Pick<MessageClient, 'call'>
  readonly clock: Clock
  readonly authorize: Authorize
}): Destination {
  const { queue, messages, clock, authorize } = options
  const { name, arn, url } = queue
  const waiting: Waiting[] = []
  let isGathering = false
  let calls = 0

  /** Never rejects. */
  const sendBatch = async (batch: readonly Waiting[]): Promise<void> => {
    try {
      authorize('sqs:SendMessage', arn)
      const errors = await withinTime(clock, (signal) =>
        sendMessages(
          batch.map(({ message }) => message),
          { url, messages, signal },
        ),
      )
      for (const [place, { resolve, reject }] of batch.entries()) {
        if (errors[place]) reject(errors[place])
        else resolve()
      }
    } catch (error) {
      for (const { reject } of batch) reject(error)
    }
  }
  const sendWaiting = () => {
    isGathering = false
    while (waiting.length > 0 && calls < SENDS_PARALLEL_MAX) {
      calls += 1
      void sendBatch(waiting.splice(0, countForOneCall(waiting))).then(() => {
        calls -= 1
        sendWaiting()
      })
    }
  }

  return {
    name,
    arn,
    send(message) {
      const sent = Promise.withResolvers<void>()
      waiting.push({ ...sent, message })
      if (!isGathering) queueMicrotask(sendWaiting)
      isGathering = true
      return sent.promise
    },
  }
}

/** How many of them one call takes; one that is too large for any goes alone. */
function countForOneCall(waiting: readonly Waiting[]): number {
  let bytes = 0
  for (const [count, { message }] of waiting.slice(0, SEND_MESSAGES_MAX).entries()) {
    bytes += bytesOf(message)
    if (bytes > SEND_BYTES_MAX) return Math.max(1, count)
  }
  return Math.min(SEND_MESSAGES_MAX, waiting.length)
}

/** Aborts the work when it takes too long. @throws SendTimeout then. */
async function withinTime<Result>(
  clock: Clock,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const cancelled = new AbortController()
  const done = new AbortController()
  const { promise: tooLong, reject } = Promise.withResolvers<never>()
  void clock.sleep(SEND_MS_MAX, done.signal).then(() => {
    if (done.signal.aborted) return
    reject(new SendTimeout(`no answer within ${SEND_MS_MAX / 1000} seconds`))
    cancelled.abort()
  })
  try {
    return await Promise.race([work(cancelled.signal), tooLong])
  } finally {
    done.abort()
  }
}
