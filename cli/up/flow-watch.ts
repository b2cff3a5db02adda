import type { Relief, Trouble } from './trouble.ts'

/** Nothing moves for so long, and the trouble does not pass by itself: the flow stands still. */
const STANDS_STILL_MS = 10_000
/** The same, when it may pass by itself or is not known. An engine that died is back sooner. */
const STANDS_STILL_LONG_MS = 60_000

/** Tells a flow that is slow or retries from one that stands still. */
export interface FlowWatch {
  /** A change went one hop on. */
  moved(at: number): void
  note(trouble: Trouble): void
  relieve(relief: Relief): void
  /** @returns why it stands still; undefined while it moves, or may again. */
  standsStill(now: number): string | undefined
}

/** @param startedAt epoch milliseconds. */
export function createFlowWatch(startedAt: number): FlowWatch {
  const troubles = new Map<string, Trouble>()
  let movedAt = startedAt

  return {
    moved(at) {
      movedAt = at
      // What still holds something up is told again.
      for (const [key, { isFinal }] of troubles) if (!isFinal) troubles.delete(key)
    },
    note(trouble) {
      if (!troubles.has(trouble.key)) troubles.set(trouble.key, trouble)
    },
    relieve({ ends }) {
      for (const key of ends) troubles.delete(key)
    },
    standsStill(now) {
      const stillMs = now - movedAt
      const final = [...troubles.values()].find(({ isFinal }) => isFinal)
      if (final && stillMs >= STANDS_STILL_MS) return final.text
      if (stillMs < STANDS_STILL_LONG_MS) return undefined
      // What went wrong first brings the rest along.
      const [first] = troubles.values()
      return first?.text ?? `nothing has moved for ${STANDS_STILL_LONG_MS / 1_000} s`
    },
  }
}
