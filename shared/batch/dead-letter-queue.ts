/** A message that can never work, on its way out of a sink's queue. */
export interface DeadLetter {
  /** The message's body, unchanged, so that a redrive needs nothing but a send. */
  readonly body: string
  /** Becomes the message attribute `code`. */
  readonly code: string
  /** Becomes the message attribute `message`; quotes no value of the item. */
  readonly message: string
}

export interface DeadLetterResult {
  /** Whatever is not known to have been taken. */
  readonly notTaken: readonly DeadLetter[]
  /** Names of what went wrong, for the log. */
  readonly reasons: readonly string[]
}

/** A sink's own dead-letter queue. */
export interface DeadLetterQueue {
  /** Sends all it can. It never rejects. */
  send(letters: readonly DeadLetter[]): Promise<DeadLetterResult>
}
