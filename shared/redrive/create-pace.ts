import type { Clock } from '../time/clock.ts'

/** Lets at most `perSecond` go in any second, evenly: resolves when the next one may. */
export function createPace(
  perSecond: number,
  { clock, wait }: { readonly clock: Clock; readonly wait: (ms: number) => Promise<void> },
): () => Promise<void> {
  const gapMs = 1_000 / perSecond
  let nextMs = clock()
  return async () => {
    const nowMs = clock()
    const dueMs = Math.max(nowMs, nextMs)
    nextMs = dueMs + gapMs
    if (dueMs > nowMs) await wait(dueMs - nowMs)
  }
}
