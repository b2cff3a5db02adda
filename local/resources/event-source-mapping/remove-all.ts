import { createLimiter } from '../../limiter.ts'
import { messageOf } from '../../message-of.ts'
import { MESSAGES_PER_CALL_MAX, REMOVALS_PARALLEL_MAX } from './limits.ts'
import type { QueuePort } from './queue-port.ts'
import type { ReceivedMessage } from './sqs-record.ts'

/**
 * Deletes messages, a few calls at a time; one that fails does not keep the others from being made.
 *
 * @throws when some were not deleted; they will be delivered again.
 */
export async function removeAll(
  messages: readonly ReceivedMessage[],
  queue: Pick<QueuePort, 'remove'>,
): Promise<void> {
  const limit = createLimiter(REMOVALS_PARALLEL_MAX)
  const handles = messages.map(({ receiptHandle }) => receiptHandle)
  const calls: Promise<void>[] = []
  for (let first = 0; first < handles.length; first += MESSAGES_PER_CALL_MAX) {
    const chunk = handles.slice(first, first + MESSAGES_PER_CALL_MAX)
    calls.push(limit(() => queue.remove(chunk)))
  }
  const failed = (await Promise.allSettled(calls)).find(({ status }) => status === 'rejected')
  if (failed?.status !== 'rejected') return
  throw new Error(messageOf(failed.reason), { cause: failed.reason })
}
