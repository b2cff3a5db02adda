import { randomUUID } from 'node:crypto'
import type { Timing } from '../cache-client/timing.ts'

/** Time and chance as Node has them. */
export const nodeTiming: Timing = {
  now: () => performance.now(),
  random: () => Math.random(),
  newToken: () => randomUUID(),
  after(ms, run) {
    // A process that was busy sees its timers before the answers that lie there: those go first.
    const timer = setTimeout(() => setImmediate(run), ms)
    return () => clearTimeout(timer)
  },
  turn: () => new Promise((resolve) => setImmediate(resolve)),
}
