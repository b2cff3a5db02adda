import type { Hop, Relief, Trouble } from './trouble.ts'
import type { Reason } from './wait-report.ts'

/** Remembers per hop what holds changes up: the first that lasts, or else the last that passes. */
export interface HoldLedger {
  note(trouble: Pick<Trouble, 'key' | 'holds'>, at: number): void
  relieve(relief: Pick<Relief, 'ends'>): void
  /** Nothing waits there: what passes has passed. */
  clear(hop: Hop): void
  of(hop: Hop): Reason | undefined
}

interface Held extends Reason {
  readonly hop: Hop
  readonly lasts: boolean
}

export function createHoldLedger(): HoldLedger {
  /** By the trouble's key. */
  const held = new Map<string, Held>()
  const endPassing = (hop: Hop) => {
    for (const [key, one] of held) if (one.hop === hop && !one.lasts) held.delete(key)
  }

  return {
    note({ key, holds }, at) {
      if (holds === undefined || held.has(key)) return
      const { hop, why, lasts = false } = holds
      if (!lasts) endPassing(hop)
      held.set(key, { hop, why, lasts, since: at })
    },
    relieve({ ends }) {
      for (const key of ends) held.delete(key)
    },
    clear: endPassing,
    of(hop) {
      const ofHop = [...held.values()].filter((one) => one.hop === hop)
      return ofHop.find(({ lasts }) => lasts) ?? ofHop[0]
    },
  }
}
