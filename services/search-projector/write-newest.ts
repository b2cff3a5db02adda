import { DUPLICATE, NO_TIME, type Outcome, STALE, toRetryable } from '../../shared/batch/outcome.ts'
import type { MessageOutcome } from '../../shared/batch/queue-message.ts'
import type { DocumentWrite, SearchIndex } from '../../shared/search/search-index.ts'
import { toDocumentId } from './document-id.ts'
import { comparePlaced, groupByItem, type PlacedChange, toItemChanges } from './placed-change.ts'
import { toDocument } from './to-document.ts'

export interface WriteNewestOptions {
  readonly searchIndex: SearchIndex
  /** False when there is no time for a further request: what is left comes back. */
  readonly hasTime: () => boolean
}

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
  { searchIndex, hasTime }: WriteNewestOptions,
): Promise<readonly MessageOutcome[]> {
  const results: MessageOutcome[] = []
  let items = groupByItem(changes)
  while (items.length > 0) {
    const writes = items.map(({ newest }) => toWrite(newest))
    const outcomes = await searchIndex.write(writes, hasTime)

    const left: PlacedChange[][] = []
    for (const [place, { newest, older }] of items.entries()) {
      const outcome = outcomes[place] ?? ANSWER_INCOMPLETE
      results.push(toResult(newest, outcome))
      if (outcome.kind === 'poison') left.push([...older])
      else results.push(...older.map((change) => toResult(change, follow(change, newest, outcome))))
    }

    if (!hasTime()) return [...results, ...left.flat().map((change) => toResult(change, NO_TIME))]
    items = left.flatMap(toItemChanges)
  }
  return results
}

const ANSWER_INCOMPLETE = toRetryable('index.answer_incomplete')

/** The outcome of an older change, once the newest of its item has one. */
function follow(older: PlacedChange, newest: PlacedChange, outcome: Outcome): Outcome {
  if (outcome.kind === 'retryable' || outcome.kind === 'unknown') return outcome
  return comparePlaced(older, newest) === 0 ? DUPLICATE : STALE
}

function toWrite({ event, definition, version }: PlacedChange): DocumentWrite {
  return {
    index: definition.search.index,
    id: toDocumentId(event.id),
    version,
    source: toDocument(event, definition),
  }
}

function toResult({ message, event }: PlacedChange, outcome: Outcome): MessageOutcome {
  return { message, event, outcome }
}
