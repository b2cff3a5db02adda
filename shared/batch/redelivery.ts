export interface DelayedMessage {
  readonly receiptHandle: string
  /** From now, whole seconds, 0 to 43200. */
  readonly delaySeconds: number
}

export interface RedeliveryResult {
  /** How many could not be put off: they come back when their visibility timeout ends. */
  readonly notDelayed: number
  /** Names of what went wrong, for the log. */
  readonly reasons: readonly string[]
}

/** Puts off the redelivery of messages that a batch reports as failed. */
export interface Redelivery {
  /** Puts off all it can. It never rejects. */
  delay(messages: readonly DelayedMessage[]): Promise<RedeliveryResult>
}
