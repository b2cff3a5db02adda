export interface DelayedMessage {
  readonly receiptHandle: string
  /** From now, whole seconds, 0 to 43200. */
  readonly delaySeconds: number
}

/** Puts off the redelivery of messages that a batch reports as failed. */
export interface Redelivery {
  /**
   * @returns how many could not be put off: they come back when their visibility timeout ends. It
   * never rejects.
   */
  delay(messages: readonly DelayedMessage[]): Promise<number>
}
