import type { DeadLetter, DeadLetterQueue } from '../../shared/batch/dead-letter-queue.ts'
import type { DelayedMessage, Redelivery } from '../../shared/batch/redelivery.ts'

/** A DLQ that keeps what it is sent, or takes nothing. */
export class MemoryDeadLetterQueue implements DeadLetterQueue {
  readonly letters: DeadLetter[] = []
  isDown = false

  async send(letters: readonly DeadLetter[]): Promise<readonly DeadLetter[]> {
    if (this.isDown) return letters
    this.letters.push(...letters)
    return []
  }
}

/** Remembers what was put off, or fails to. */
export class MemoryRedelivery implements Redelivery {
  readonly delayed: DelayedMessage[] = []
  isDown = false

  async delay(messages: readonly DelayedMessage[]): Promise<number> {
    if (this.isDown) return messages.length
    this.delayed.push(...messages)
    return 0
  }
}
