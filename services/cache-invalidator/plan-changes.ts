import { type Outcome, toRetryable } from '../../shared/batch/outcome.ts'
import type { MessageOutcome, ReceivedChange } from '../../shared/batch/queue-message.ts'
import type { Invalidation } from '../../shared/cache/cache-invalidations.ts'
import { type CacheKey, cacheKeyOfId } from '../../shared/cache/cache-key.ts'
import { toFloor } from '../../shared/cache/floor.ts'
import { comparePositions } from '../../shared/ordering/index.ts'
import { type ListKeys, type PlannedList, toListKeys } from './list-keys.ts'

/** The lists of each entity, by its name. */
export type ListsOfEntities = ReadonlyMap<string, readonly PlannedList[]>

/** A change whose keys are known. */
export interface PlannedChange extends ReceivedChange {
  /** The item's own key. */
  readonly item: CacheKey
  readonly lists: ListKeys
}

export interface PlannedChanges {
  readonly planned: readonly PlannedChange[]
  readonly held: readonly MessageOutcome[]
}

/** While a deploy adds an entity, the enrichment may know it before this function does. */
const ENTITY_UNKNOWN: Outcome = toRetryable('entity.unknown')

/** Gives each change its keys; those of an unknown entity are held back. */
export function planChanges(
  changes: readonly ReceivedChange[],
  listsOf: ListsOfEntities,
): PlannedChanges {
  const planned: PlannedChange[] = []
  const held: MessageOutcome[] = []
  for (const change of changes) {
    const { event } = change
    const lists = listsOf.get(event.entity)
    if (lists === undefined) held.push({ ...change, outcome: ENTITY_UNKNOWN })
    else {
      const item = cacheKeyOfId(event.entity, event.id)
      planned.push({ ...change, item, lists: toListKeys(event, lists) })
    }
  }
  return { planned, held }
}

/** The newest change of each item, by its key: of two that are the same, the first. */
export function findNewest(
  changes: readonly PlannedChange[],
): ReadonlyMap<CacheKey, PlannedChange> {
  const newest = new Map<CacheKey, PlannedChange>()
  for (const change of changes) {
    const known = newest.get(change.item)
    const isNewer =
      known === undefined || comparePositions(change.event.position, known.event.position) > 0
    if (isNewer) newest.set(change.item, change)
  }
  return newest
}

/** What a batch asks of the cache: one invalidation an item, for its newest change, and one a list. */
export function toInvalidations(
  changes: readonly PlannedChange[],
  newest: ReadonlyMap<CacheKey, PlannedChange>,
): readonly Invalidation[] {
  const lists = new Map(changes.flatMap((change) => [...change.lists.keys]))
  return [
    ...[...newest].map(([key, { event }]) => ({
      of: 'item' as const,
      key,
      floor: toFloor(event.position),
    })),
    ...[...lists].map(([key, closedMs]) => ({ of: 'list' as const, key, closedMs })),
  ]
}
