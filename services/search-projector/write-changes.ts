import { NO_TIME, type Outcome, TIED, toRetryable } from '../../shared/batch/outcome.ts'
import { toDocumentId } from '../../shared/search/document-id.ts'
import type { Conflict, DocumentWrite, SearchIndex } from '../../shared/search/search-index.ts'
import { decideConflict } from './decide-conflict.ts'
import type { PlacedChange } from './placed-change.ts'
import { toDocument } from './to-document.ts'

/** How often a change is written: others may write the same item meanwhile, each time another. */
const ATTEMPTS_MAX = 5

export interface WriteChangesPorts {
  readonly searchIndex: SearchIndex
  /** False when there is no time for a further request: what is left comes back. */
  readonly hasTime: () => boolean
}

interface Attempt {
  readonly change: PlacedChange
  readonly write: DocumentWrite
}

interface ConflictingAttempt extends Attempt {
  readonly conflict: Conflict
}

/**
 * Writes changes of different items: one request, and if the index did not take some of them, one
 * more that asks what it holds instead. Only a tie or a lost race takes further ones.
 *
 * @returns what became of each change.
 */
export async function writeChanges(
  changes: readonly PlacedChange[],
  { searchIndex, hasTime }: WriteChangesPorts,
): Promise<ReadonlyMap<PlacedChange, Outcome>> {
  const outcomes = new Map<PlacedChange, Outcome>()
  let attempts = changes.map(toFirstAttempt)
  for (let left = ATTEMPTS_MAX; attempts.length > 0; left -= 1) {
    const conflicts = await writeOnce(attempts, { searchIndex, hasTime }, outcomes)
    if (conflicts.length === 0) break
    if (left === 1 || !hasTime()) {
      settleAll(conflicts, left === 1 ? CONTENDED : NO_TIME, outcomes)
      break
    }
    attempts = await decideAll(conflicts, searchIndex, outcomes)
    if (attempts.length > 0 && !hasTime()) {
      settleAll(attempts, NO_TIME, outcomes)
      break
    }
  }
  return outcomes
}

const CONTENDED = toRetryable('index.contended')
const ANSWER_INCOMPLETE = toRetryable('index.answer_incomplete')

/** @returns those in conflict; what became of the others is noted. */
async function writeOnce(
  attempts: readonly Attempt[],
  { searchIndex, hasTime }: WriteChangesPorts,
  outcomes: Map<PlacedChange, Outcome>,
): Promise<readonly ConflictingAttempt[]> {
  const results = await searchIndex.write(
    attempts.map(({ write }) => write),
    hasTime,
  )
  const conflicts: ConflictingAttempt[] = []
  for (const [place, attempt] of attempts.entries()) {
    const result = results[place] ?? ANSWER_INCOMPLETE
    const isTie = result.kind === 'applied' && 'ifState' in attempt.write
    if (result.kind === 'conflict') conflicts.push({ ...attempt, conflict: result })
    else outcomes.set(attempt.change, isTie ? TIED : result)
  }
  return conflicts
}

/** @returns those that are to be written again; what became of the others is noted. */
async function decideAll(
  conflicts: readonly ConflictingAttempt[],
  searchIndex: SearchIndex,
  outcomes: Map<PlacedChange, Outcome>,
): Promise<Attempt[]> {
  const answers = await searchIndex.readStates(conflicts.map(({ write }) => write))
  const again: Attempt[] = []
  for (const [place, { change, write, conflict }] of conflicts.entries()) {
    const stored = answers[place] ?? ANSWER_INCOMPLETE
    if (stored.kind !== 'found' && stored.kind !== 'missing') {
      outcomes.set(change, stored)
      continue
    }
    const { sequenceNumber } = change.event.position
    const decision = decideConflict({ ...change, sequenceNumber }, stored, conflict)
    if ('outcome' in decision) outcomes.set(change, decision.outcome)
    else if ('again' in decision) again.push(toFirstAttempt(change))
    else {
      const { index, id, source } = write
      again.push({ change, write: { index, id, source, ifState: decision.overState } })
    }
  }
  return again
}

function settleAll(
  attempts: readonly Attempt[],
  outcome: Outcome,
  outcomes: Map<PlacedChange, Outcome>,
): void {
  for (const { change } of attempts) outcomes.set(change, outcome)
}

function toFirstAttempt(change: PlacedChange): Attempt {
  const { event, definition, version } = change
  const { index } = definition.search
  return {
    change,
    write: { index, id: toDocumentId(event.id), version, source: toDocument(event, definition) },
  }
}
