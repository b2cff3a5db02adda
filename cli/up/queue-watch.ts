import { counted } from './counted.ts'
import type { QueueDepths } from './queue-depths.ts'
import type { Trouble } from './trouble.ts'

/** A DLQ that grows is told at most that often. */
const TELL_EVERY_MS = 30_000

/** Draws from the depths of the queues what no signal tells. */
export interface QueueWatch {
  /** @returns the DLQs that have grown, when it is time to tell. */
  look(depths: QueueDepths, now: number): Trouble[]
  /** Since when the queue has been empty without a break; undefined when it is not. */
  emptySince(queue: string): number | undefined
  /** Since when it has never been empty; undefined when it is. */
  filledSince(queue: string): number | undefined
  depthOf(queue: string): number
}

export function createQueueWatch(): QueueWatch {
  const emptySince = new Map<string, number>()
  const filledSince = new Map<string, number>()
  const told = new Map<string, { readonly depth: number; readonly at: number }>()
  let latest: QueueDepths = new Map()

  const tellOfGrowth = (queue: string, depth: number, now: number): Trouble[] => {
    const { depth: before, at } = told.get(queue) ?? { depth: 0, at: Number.NEGATIVE_INFINITY }
    if (depth < before) told.set(queue, { depth, at })
    if (depth <= before || now - at < TELL_EVERY_MS) return []
    told.set(queue, { depth, at: now })
    return [toTrouble(queue, depth)]
  }

  return {
    look(depths, now) {
      latest = depths
      for (const [queue, depth] of depths) {
        const [begun, ended] = depth > 0 ? [filledSince, emptySince] : [emptySince, filledSince]
        ended.delete(queue)
        if (!begun.has(queue)) begun.set(queue, now)
      }
      return [...depths].flatMap(([queue, depth]) =>
        queue.endsWith('Dlq') ? tellOfGrowth(queue, depth, now) : [],
      )
    },
    emptySince: (queue) => emptySince.get(queue),
    filledSince: (queue) => filledSince.get(queue),
    depthOf: (queue) => latest.get(queue) ?? 0,
  }
}

function toTrouble(queue: string, depth: number): Trouble {
  const text = `${queue} holds ${counted(depth, 'message')}`
  return { key: `depth of ${queue} ${depth}`, text, short: text, isFinal: true }
}
