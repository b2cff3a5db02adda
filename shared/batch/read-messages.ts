import { PoisonError } from '../errors/pipeline-error.ts'
import type { MessageOutcome, QueueMessage, ReceivedChange } from './queue-message.ts'
import { readChangeEvent } from './read-change-event.ts'

/** Tells the messages that carry a change event from those that never will. */
export function readMessages(messages: readonly QueueMessage[]): {
  readonly changes: readonly ReceivedChange[]
  readonly poison: readonly MessageOutcome[]
} {
  const changes: ReceivedChange[] = []
  const poison: MessageOutcome[] = []
  for (const message of messages) {
    try {
      changes.push({ message, event: readChangeEvent(message.body) })
    } catch (error) {
      if (!(error instanceof PoisonError)) throw error
      const outcome = { kind: 'poison', code: error.code, message: error.message } as const
      poison.push({ message, event: null, outcome })
    }
  }
  return { changes, poison }
}
