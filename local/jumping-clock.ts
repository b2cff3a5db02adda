import type { Clock } from './clock.ts'

/** A clock that can be moved forward while others sleep by it. */
export interface JumpingClock extends Clock {
  /**
   * Moves it on; sleeps that are over by then end now, the others end so much sooner.
   *
   * @throws RangeError for a time that would move it back, or is no whole number: SQS is told of it as text.
   */
  jump(ms: number): void
  /** All jumps together, milliseconds. */
  jumpedMs(): number
  /** What this clock showed at a moment of the clock below it. Epoch milliseconds both. */
  at(belowMs: number): number
}

export function createJumpingClock(below: Clock): JumpingClock {
  const jumps: { readonly atMs: number; readonly byMs: number }[] = []
  const sleepers = new Set<AbortController>()
  let jumpedMs = 0
  const now = () => below.now() + jumpedMs

  /** @returns whether a jump ended it. */
  const sleepUntilJump = async (ms: number, signal?: AbortSignal): Promise<boolean> => {
    const sleeper = new AbortController()
    const wake = () => sleeper.abort()
    signal?.addEventListener('abort', wake, { once: true })
    sleepers.add(sleeper)
    await below.sleep(ms, sleeper.signal)
    sleepers.delete(sleeper)
    signal?.removeEventListener('abort', wake)
    return sleeper.signal.aborted && signal?.aborted !== true
  }

  return {
    now,
    jumpedMs: () => jumpedMs,
    at(belowMs) {
      const before = jumps.filter(({ atMs }) => atMs <= belowMs)
      return before.reduce((sum, { byMs }) => sum + byMs, belowMs)
    },
    async sleep(ms, signal) {
      const until = now() + ms
      if (signal?.aborted) return
      let isJumped = await sleepUntilJump(ms, signal)
      while (isJumped && now() < until) isJumped = await sleepUntilJump(until - now(), signal)
    },
    jump(ms) {
      if (!Number.isInteger(ms) || ms < 0) {
        throw new RangeError(`a clock jumps forward by whole milliseconds, and not by ${ms} ms`)
      }
      jumps.push({ atMs: below.now(), byMs: ms })
      jumpedMs += ms
      for (const sleeper of [...sleepers]) sleeper.abort()
    },
  }
}
