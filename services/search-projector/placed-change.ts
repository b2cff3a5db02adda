import type { ReceivedChange } from '../../shared/batch/queue-message.ts'
import type { EntityDefinition } from '../../shared/entity/entity-definition.ts'
import { compareSequenceNumbers } from '../../shared/ordering/index.ts'
import type { IndexContract } from '../../shared/search/index-contract.ts'

/** A change whose entity and lineage are known, with its place in the order of its item's changes. */
export interface PlacedChange extends ReceivedChange {
  readonly definition: EntityDefinition
  /** Place of the change's stream in the index's list of lineages. */
  readonly generation: number
  readonly version: bigint
  /** The index's contract by which the generation was given. */
  readonly contract: IndexContract
}

/**
 * Orders two changes of one item: by generation, then by sequence number; a snapshot's `"0"` is
 * below all. Negative when `a` is the earlier, 0 for the same change delivered twice.
 */
export function comparePlaced(a: PlacedChange, b: PlacedChange): number {
  if (a.generation !== b.generation) return a.generation - b.generation
  return compareSequenceNumbers(a.event.position.sequenceNumber, b.event.position.sequenceNumber)
}

/** The changes of one item in a batch. */
export interface ItemChanges {
  readonly newest: PlacedChange
  /** All others, newest first. */
  readonly older: readonly PlacedChange[]
}

/** Sorts changes by item. Items are told apart by index and id. */
export function groupByItem(changes: readonly PlacedChange[]): readonly ItemChanges[] {
  const items = Map.groupBy(changes, ({ definition, event }) =>
    JSON.stringify([definition.search.index, event.id]),
  )
  return [...items.values()].flatMap((ofItem) =>
    toItemChanges(ofItem.toSorted((a, b) => comparePlaced(b, a))),
  )
}

/** The item of these changes, newest first; none when there are none. */
export function toItemChanges(newestFirst: readonly PlacedChange[]): readonly ItemChanges[] {
  const [newest, ...older] = newestFirst
  return newest === undefined ? [] : [{ newest, older }]
}
