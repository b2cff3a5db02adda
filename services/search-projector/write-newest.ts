import { DUPLICATE, NO_TIME, type Outcome, STALE } from '../../shared/batch/outcome.ts'
import type { MessageOutcome } from '../../shared/batch/queue-message.ts'
import { comparePlaced, groupByItem, type PlacedChange, toItemChanges } from './placed-change.ts'
import { type WriteChangesPorts, writeChanges } from './write-changes.ts'

/**
 * Writes the newest change of each item and says what became of all of them.
 *
 * An event carries the whole image, so the newest alone decides:
 * ```
 * newest      the others of its item
 * taken       done: stale, or a duplicate of the newest
 * refused     it is poison; the next newest takes its place, in a further request
 * in trouble  come back with it
 * ```
 * Items do not touch each other: each has its own outcome in each request.
 */
export async function writeNewest(
  changes: readonly PlacedChange[],
  ports: WriteChangesPorts,
): Promise<readonly MessageOutcome[]> {
  const results: MessageOutcome[] = []
  let items = groupByItem(changes)
  while (items.length > 0) {
    const outcomes = await writeChanges(
      items.map(({ newest }) => newest),
      ports,
    )

    const left: PlacedChange[][] = []
    for (const { newest, older } of items) {
      const outcome = outcomes.get(newest)
      if (outcome === undefined) throw new Error('The outcome of a change is missing.')
      results.push(toResult(newest, outcome))
      if (outcome.kind === 'poison') left.push([...older])
      else results.push(...older.map((change) => toResult(change, follow(change, newest, outcome))))
    }

    if (!ports.hasTime())
      return [...results, ...left.flat().map((change) => toResult(change, NO_TIME))]
    items = left.flatMap(toItemChanges)
  }
  return results
}

/** The outcome of an older change, once the newest of its item has one. */
function follow(older: PlacedChange, newest: PlacedChange, outcome: Outcome): Outcome {
  if (outcome.kind === 'retryable' || outcome.kind === 'unknown') return outcome
  return comparePlaced(older, newest) === 0 ? DUPLICATE : STALE
}

function toResult({ message, event }: PlacedChange, outcome: Outcome): MessageOutcome {
  return { message, event, outcome }
}
