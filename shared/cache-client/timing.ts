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

/** The time was over before there was an answer. */
export class TimeOver extends Error {
  constructor() {
    super('The time was over before the cache answered.')
    this.name = 'TimeOver'
  }
}

/**
 * Settles as the promise does, or rejects with `TimeOver`.
 *
 * @param onLate gets the result that came after that. A rejection that comes then tells nothing new.
 */
export function within<Result>(
  timing: Timing,
  ms: number,
  promise: Promise<Result>,
  onLate?: (result: Result) => void,
): Promise<Result> {
  return new Promise((resolve, reject) => {
    let isOver = false
    const cancel = timing.after(ms, () => {
      isOver = true
      reject(new TimeOver())
    })
    promise.then(
      (result) => {
        if (isOver) return onLate?.(result)
        cancel()
        resolve(result)
      },
      (error) => {
        cancel()
        reject(error)
      },
    )
  })
}
