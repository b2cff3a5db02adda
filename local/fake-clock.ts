import { setImmediate as turn } from 'node:timers/promises'
import type { Clock } from './clock.ts'

/** Turns of the event loop given to work that became ready, before time is taken to stand still. */
const TURNS_TO_SETTLE = 5

interface Sleeper {
  readonly at: number
  readonly wake: () => void
}

/** A clock for tests: time stands still until it is advanced. */
export interface FakeClock extends Clock {
  /** Moves time on, waking each sleeper at its own moment and letting it act before the next. */
  advance(ms: number): Promise<void>
  /** Lets everything run that needs no time. */
  settle(): Promise<void>
}

export function createFakeClock(startMs = Date.parse('2026-11-21T07:26:36Z')): FakeClock {
  let now = startMs
  const sleepers = new Set<Sleeper>()

  const settle = async () => {
    for (let count = 0; count < TURNS_TO_SETTLE; count++) await turn()
  }
  const nextUntil = (end: number): Sleeper | undefined =>
    [...sleepers].filter(({ at }) => at <= end).sort((one, other) => one.at - other.at)[0]

  return {
    now: () => now,
    settle,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted) return resolve()
        const sleeper = { at: now + ms, wake: () => wake() }
        const wake = () => {
          sleepers.delete(sleeper)
          signal?.removeEventListener('abort', wake)
          resolve()
        }
        signal?.addEventListener('abort', wake, { once: true })
        sleepers.add(sleeper)
      }),
    async advance(ms) {
      const end = now + ms
      await settle()
      for (let sleeper = nextUntil(end); sleeper !== undefined; sleeper = nextUntil(end)) {
        now = Math.max(now, sleeper.at)
        sleeper.wake()
        await settle()
      }
      now = end
    },
  }
}
