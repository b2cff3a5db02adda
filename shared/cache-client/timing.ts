/** Time and chance, as the client is handed them. */
export interface Timing {
  /** Milliseconds since some moment; never goes back. */
  now(): number
  /** From 0 (inclusive) to 1 (exclusive). */
  random(): number
  /** A text that no client anywhere had before. */
  newToken(): string
  /**
   * Runs something once after so many milliseconds, unless the returned function is called before.
   * It runs after whatever has arrived by then was looked at.
   */
  after(ms: number, run: () => void): () => void
  /** Resolves when whatever is due at this moment has run. */
  turn(): Promise<void>
}

export function pause(timing: Timing, ms: number): Promise<void> {
  return new Promise((resolve) => void timing.after(ms, resolve))
}
