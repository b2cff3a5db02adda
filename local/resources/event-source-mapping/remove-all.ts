import { messageOf } from '../../message-of.ts'
import { MESSAGES_PER_CALL_MAX } from './limits.ts'
import type { QueuePort } from './queue-port.ts'
import type { ReceivedMessage } from './sqs-record.ts'

/**
 * Deletes messages, one call after another; one that fails does not keep the others from being made.
 *
 * @throws when some were not deleted; they will be delivered again.
 */
export async function removeAll(
  messages: readonly ReceivedMessage[],
  queue: Pick<QueuePort, 'remove'>,
): Promise<void> {
  const problems: unknown[] = []
  for (let first = 0; first < messages.length; first += MESSAGES_PER_CALL_MAX) {
    const chunk = messages.slice(first, first + MESSAGES_PER_CALL_MAX)
    try {
      await queue.remove(chunk.map(({ receiptHandle }) => receiptHandle))
    } catch (problem) {
      problems.push(problem)
    }
  }
  if (problems.length > 0) throw new Error(messageOf(problems[0]), { cause: problems[0] })
}
