/**
 * How many of a mapping's pollers may work: fewer after failures, more again after successes. Poller 0
 * always may.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
 */
export interface Concurrency {
  /** Resolves when the poller may work, or when the signal aborts. */
  turnOf(poller: number, signal: AbortSignal): Promise<void>
  /** Halves it. */
  reduce(): void
  /** Takes one more. */
  restore(): void
}

export function createConcurrency(pollers: number): Concurrency {
  const waiting = new Set<() => void>()
  let allowed = pollers

  return {
    async turnOf(poller, signal) {
      while (poller >= allowed && !signal.aborted) {
        await new Promise<void>((resolve) => {
          const wake = () => {
            waiting.delete(wake)
            signal.removeEventListener('abort', wake)
            resolve()
          }
          waiting.add(wake)
          signal.addEventListener('abort', wake)
        })
      }
    },
    reduce() {
      allowed = Math.max(1, Math.floor(allowed / 2))
    },
    restore() {
      allowed = Math.min(pollers, allowed + 1)
      for (const wake of [...waiting]) wake()
    },
  }
}
