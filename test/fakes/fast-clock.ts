import { type Clock, systemClock } from '../../local/clock.ts'

/** A clock on which time passes so many times as fast: a test does not wait for minutes. */
export function createFastClock(factor: number): Clock {
  const begun = systemClock.now()
  return {
    now: () => begun + (systemClock.now() - begun) * factor,
    sleep: (ms, signal) => systemClock.sleep(ms / factor, signal),
  }
}
