import { DUPLICATE, NO_TIME, type Outcome, STALE } from '../../shared/batch/outcome.ts'
import type { MessageOutcome, QueueMessage } from '../../shared/batch/queue-message.ts'
import { readMessages } from '../../shared/batch/read-messages.ts'
import type { CacheInvalidations } from '../../shared/cache/cache-invalidations.ts'
import type { CacheKey } from '../../shared/cache/cache-key.ts'
import { comparePositions } from '../../shared/ordering/index.ts'
import {
  findNewest,
  type ListsOfEntities,
  type PlannedChange,
  planChanges,
  toInvalidations,
} from './plan-changes.ts'

export interface InvalidateBatchOptions {
  readonly cache: CacheInvalidations
  readonly lists: ListsOfEntities
}

export interface InvalidatedBatch {
  readonly results: readonly MessageOutcome[]
  /** How many changes are done though not all of their lists could be told. */
  readonly fanOutUnknown: number
}

/**
 * Takes out of the cache what a batch of changes makes old, and says what became of each message.
 *
 * A parked change has no image and still makes the cached one old. What is asked for again after it
 * was done costs a miss and nothing else, so a message comes back whole when one of its keys failed.
 *
 * @param hasTime false when there is no time for a call to the cache.
 */
export async function invalidateBatch(
  messages: readonly QueueMessage[],
  { cache, lists }: InvalidateBatchOptions,
  hasTime: () => boolean,
): Promise<InvalidatedBatch> {
  const { changes, poison } = readMessages(messages)
  const { planned, held } = planChanges(changes, lists)
  const settled = hasTime()
    ? await invalidate(planned, cache)
    : planned.map((change) => ({ change, outcome: NO_TIME }))
  return {
    results: [
      ...poison,
      ...held,
      ...settled.map(({ change: { message, event }, outcome }) => ({ message, event, outcome })),
    ],
    fanOutUnknown: settled.filter(({ change, outcome }) => isDone(outcome) && !change.lists.isWhole)
      .length,
  }
}

interface SettledChange {
  readonly change: PlannedChange
  readonly outcome: Outcome
}

async function invalidate(
  changes: readonly PlannedChange[],
  cache: CacheInvalidations,
): Promise<readonly SettledChange[]> {
  if (changes.length === 0) return []
  const newest = findNewest(changes)
  const asked = toInvalidations(changes, newest)
  const answers = await cache.apply(asked)
  const outcomes = new Map<CacheKey, Outcome>()
  for (const [place, { key }] of asked.entries()) {
    const outcome = answers[place]
    if (outcome === undefined) throw new Error('The outcome of an invalidation is missing.')
    outcomes.set(key, outcome)
  }
  return changes.map((change) => ({ change, outcome: settle(change, newest, outcomes) }))
}

/**
 * ```
 * newest of its item   an older one        one of its lists failed
 * applied or stale     stale, a duplicate  comes back
 * in trouble           comes back with it  comes back
 * ```
 */
function settle(
  change: PlannedChange,
  newest: ReadonlyMap<CacheKey, PlannedChange>,
  outcomes: ReadonlyMap<CacheKey, Outcome>,
): Outcome {
  const first = newest.get(change.item)
  const own = outcomes.get(change.item)
  if (first === undefined || own === undefined) throw new Error('A key was not asked for.')
  if (!isDone(own)) return own
  for (const key of change.lists.keys.keys()) {
    const ofList = outcomes.get(key)
    if (ofList !== undefined && !isDone(ofList)) return ofList
  }
  if (change === first) return own
  const isSame = comparePositions(change.event.position, first.event.position) === 0
  return isSame ? DUPLICATE : STALE
}

function isDone({ kind }: Outcome): boolean {
  return kind === 'applied' || kind === 'stale' || kind === 'duplicate'
}
