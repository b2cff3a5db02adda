/** A message that can never work, on its way out of a sink's queue. */
export interface DeadLetter {
  /** The message's body, unchanged, so that a redrive needs nothing but a send. */
  readonly body: string
  /** Becomes the message attribute `code`. */
  readonly code: string
  /** Becomes the message attribute `message`; quotes no value of the item. */
  readonly message: string
}

/** A sink's own dead-letter queue. */
export interface DeadLetterQueue {
  /**
   * Sends all it can.
   *
   * @returns those that were not taken. It never rejects: what is not known to be taken is returned.
   */
  send(letters: readonly DeadLetter[]): Promise<readonly DeadLetter[]>
}
