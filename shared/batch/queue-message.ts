import type { ChangeEvent } from '../change-event/change-event.ts'
import type { Outcome } from './outcome.ts'

/** One message of a sink's queue. */
export interface QueueMessage {
  readonly messageId: string
  readonly receiptHandle: string
  /** The bus event as JSON text. It goes to the DLQ as it is, byte for byte. */
  readonly body: string
  /** How often the queue has handed it out, this time included: 1 or more. */
  readonly receiveCount: number
}

/** A message and the change in it. */
export interface ReceivedChange {
  readonly message: QueueMessage
  readonly event: ChangeEvent
}

export interface MessageOutcome {
  readonly message: QueueMessage
  /** Null when the body could not be read. */
  readonly event: ChangeEvent | null
  readonly outcome: Outcome
}
