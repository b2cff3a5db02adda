import type {
  DeadLetter,
  DeadLetterQueue,
  DeadLetterResult,
} from '../../shared/batch/dead-letter-queue.ts'
import type { DelayedMessage, Redelivery, RedeliveryResult } from '../../shared/batch/redelivery.ts'

/** A DLQ that keeps what it is sent, or takes nothing. */
export class MemoryDeadLetterQueue implements DeadLetterQueue {
  readonly letters: DeadLetter[] = []
  isDown = false

  async send(letters: readonly DeadLetter[]): Promise<DeadLetterResult> {
    if (this.isDown) return { notTaken: letters, reasons: ['Down'] }
    this.letters.push(...letters)
    return { notTaken: [], reasons: [] }
  }
}

/** Remembers what was put off, or fails to. */
export class MemoryRedelivery implements Redelivery {
  readonly delayed: DelayedMessage[] = []
  isDown = false

  async delay(messages: readonly DelayedMessage[]): Promise<RedeliveryResult> {
    if (this.isDown) return { notDelayed: messages.length, reasons: ['Down'] }
    this.delayed.push(...messages)
    return { notDelayed: 0, reasons: [] }
  }
}
