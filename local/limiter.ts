/** Runs a piece of work when fewer than the limit are running; the others wait in order. */
export type Limiter = <Result>(work: () => Promise<Result>) => Promise<Result>

export function createLimiter(parallelMax: number): Limiter {
  const waiting: (() => void)[] = []
  let running = 0

  return async (work) => {
    if (running >= parallelMax) await new Promise<void>((resolve) => waiting.push(resolve))
    else running++
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      // The place passes on without being free in between.
      if (next) next()
      else running--
    }
  }
}
