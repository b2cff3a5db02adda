import type { Ledger, Written } from './ledger.ts'
import { REMOVED } from './sale.ts'

/** How far a sink is behind the table at one moment. */
export interface Behind {
  /** Age of the oldest change that it does not have yet; 0 when it has all. */
  readonly lagMs: number
  /** So many it lacks: items that it has otherwise than the table, or changes. */
  readonly lacks: number
}

export interface Measurement {
  /** Epoch milliseconds: what was written later is not looked at. */
  readonly atMs: number
  /**
   * The malformed change is in a box of parked records, whole: no sink owes it. While it is nowhere
   * but in the stream it is owed like any other.
   */
  readonly isParked: boolean
}

/**
 * A sink that holds the newest image of each item: it has a change when it holds that one or a later.
 *
 * @param held the mark of what it holds, by id. It holds nothing for other items, which is right for
 *   an item that was removed.
 */
export function behindOfIndex(
  { histories }: Pick<Ledger, 'histories'>,
  held: ReadonlyMap<string, string>,
  measurement: Measurement,
): Behind {
  return sum(
    [...histories].map(([id, history]) => lackingOf(owed(history, measurement), held.get(id))),
    measurement,
  )
}

/**
 * The same of a cache, which owes nothing for what it does not hold: its readers ask the table.
 *
 * @param held undefined of an item that is cached as absent.
 */
export function behindOfCache(
  { histories }: Pick<Ledger, 'histories'>,
  held: ReadonlyMap<string, string | undefined>,
  measurement: Measurement,
): Behind {
  return sum(
    [...held].map(([id, mark]) => lackingOf(owed(histories.get(id) ?? [], measurement), mark)),
    measurement,
  )
}

/**
 * A sink that holds every change.
 *
 * @param seen `<id> <mark>` of each.
 */
export function behindOfLake(
  { histories }: Pick<Ledger, 'histories'>,
  seen: ReadonlySet<string>,
  measurement: Measurement,
): Behind {
  const all = [...histories.values()].flatMap((history) => owed(history, measurement))
  return sum(
    all.map((change) => (seen.has(changeName(change)) ? undefined : change)),
    measurement,
  )
}

/** How a change is told from all others. */
export function changeName({ id, mark }: Pick<Written, 'id' | 'mark'>): string {
  return `${id} ${mark}`
}

function owed(history: readonly Written[], { atMs, isParked }: Measurement): readonly Written[] {
  return history.filter(
    ({ writtenAtMs, isMalformed }) => writtenAtMs <= atMs && !(isMalformed && isParked),
  )
}

/** The oldest change of an item that is later than what is held of it. */
function lackingOf(history: readonly Written[], held: string | undefined): Written | undefined {
  if (held !== undefined) return history.find(({ mark }) => mark > held)
  return history.at(-1)?.mark === REMOVED ? undefined : history[0]
}

function sum(lacking: readonly (Written | undefined)[], { atMs }: Measurement): Behind {
  const times = lacking.flatMap((change) => (change === undefined ? [] : [change.writtenAtMs]))
  return { lagMs: times.length === 0 ? 0 : atMs - Math.min(...times), lacks: times.length }
}
