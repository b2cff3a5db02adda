import type { Clock } from '../../shared/time/clock.ts'

/** Waits before the second, third, ... try, doubled each time up to the longest. */
const WAIT_MS_FIRST = 200
const WAIT_MS_MAX = 5_000

export interface RetryPorts {
  readonly clock: Clock
  readonly wait: (ms: number) => Promise<void>
  /** From 0 (inclusive) to 1 (exclusive). */
  readonly random: () => number
}

/**
 * Tries until it works or there is no time for another try; then rejects with the last error.
 * Each wait is between half and all of its doubled length, so that retries do not march in step.
 *
 * @param deadlineMs epoch ms after which no further try is started.
 */
export async function retryUntil<Result>(
  deadlineMs: number,
  { clock, wait, random }: RetryPorts,
  attempt: () => Promise<Result>,
): Promise<Result> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await attempt()
    } catch (error) {
      const longestMs = Math.min(WAIT_MS_MAX, WAIT_MS_FIRST * 2 ** tries)
      const waitMs = Math.round((longestMs / 2) * (1 + random()))
      if (clock() + waitMs >= deadlineMs) throw error
      await wait(waitMs)
    }
  }
}
