import type { Signal } from '../../local/signals.ts'
import type { QueueWatch } from './queue-watch.ts'
import { createWaitReport } from './wait-report.ts'

/** Logical id of the template. */
const LAKE_QUEUE = 'LakeQueue'

/** Says that changes wait for the lake: its queue is not empty, and no object was written for a while. */
export interface LakeWait {
  onSignal(signal: Signal): void
  /** @returns the line that is due, if one is. */
  look(queues: QueueWatch, now: number): string | undefined
}

export function createLakeWait(): LakeWait {
  const report = createWaitReport({ wait: 'wait for the lake', caughtUp: 'lake' })
  let deliveredAt = 0
  let delivered = 0
  return {
    onSignal(signal) {
      if (signal.type !== 'records.delivered') return
      deliveredAt = signal.at
      delivered += signal.records
    },
    look(queues, now) {
      const filledSince = queues.filledSince(LAKE_QUEUE)
      const since = filledSince === undefined ? undefined : Math.max(filledSince, deliveredAt)
      const count = queues.depthOf(LAKE_QUEUE)
      return report.look({ count, since, passed: delivered }, undefined, now)
    },
  }
}
