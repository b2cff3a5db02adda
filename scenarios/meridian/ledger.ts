import type { SaleChange } from './sale.ts'

/** A change that the table has acknowledged. */
export interface Written extends Pick<SaleChange, 'id' | 'mark' | 'isMalformed'> {
  /** Epoch milliseconds. */
  readonly writtenAtMs: number
}

/** What was written, by item and in its order: what every sink is measured by. */
export interface Ledger {
  add(change: Written): void
  /** Changes of each item, oldest first. */
  readonly histories: ReadonlyMap<string, readonly Written[]>
  readonly count: number
}

export function createLedger(): Ledger {
  const histories = new Map<string, Written[]>()
  let count = 0
  return {
    histories,
    get count() {
      return count
    },
    add(change) {
      const history = histories.get(change.id)
      if (history === undefined) histories.set(change.id, [change])
      else history.push(change)
      count += 1
    },
  }
}
