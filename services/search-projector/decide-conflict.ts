import { DUPLICATE, type Outcome, STALE, toRetryable } from '../../shared/batch/outcome.ts'
import { compareSequenceNumbers, sharesCounter, tiesLeft } from '../../shared/ordering/index.ts'
import { generationOf } from '../../shared/search/index-contract.ts'
import type {
  Conflict,
  DocumentState,
  FoundDocument,
  MissingDocument,
} from '../../shared/search/search-index.ts'
import type { PlacedChange } from './placed-change.ts'

/** What is to be done about a change that the index did not take. */
export type Decision =
  /** Nothing more: this became of it. */
  | { readonly outcome: Outcome }
  /** To write it over the stored one, if that is still in this state. */
  | { readonly overState: DocumentState }
  /** To write it as before: what was in its way is not there any more. */
  | { readonly again: true }

/** What of a change decides. */
export type ConflictingChange = Pick<PlacedChange, 'generation' | 'version' | 'contract'> & {
  readonly sequenceNumber: string
}

/**
 * Decides about a change whose external version is not greater than the stored one.
 *
 * A version is a shortened order, so it can only be wrong by being equal: then the positions, which
 * are stored whole, decide.
 * ```
 * stored position   stored version        the change
 * newer             any                   is stale
 * the same          any                   is a duplicate
 * older             the same counter      ties: it is written over what was read
 * older             a higher counter      contradicts: it waits and is told (order.violated)
 * older             lower                 lost a race against a write that is gone: again
 * none              -                     is refused (document.foreign)
 * not found         -                     is stale if the counter was higher, else waits
 * ```
 * An unknown lineage waits: a list of lineages that is a few seconds old may lack the newest.
 */
export function decideConflict(
  change: ConflictingChange,
  stored: FoundDocument | MissingDocument,
  { storedVersion }: Conflict,
): Decision {
  if (stored.kind === 'missing') return { outcome: decideGone(change, storedVersion) }
  if (stored.position === null) return { outcome: FOREIGN }
  const generation = generationOf(change.contract, stored.position)
  if (generation === null) return { outcome: toRetryable('lineage.stored_unknown') }

  const order =
    generation - change.generation ||
    compareSequenceNumbers(stored.position.seq, change.sequenceNumber)
  if (order > 0) return { outcome: STALE }
  if (order === 0) return { outcome: DUPLICATE }
  return decideOlder(change, stored)
}

/** The stored change is older, and yet its version was not lower. */
function decideOlder({ version }: ConflictingChange, stored: FoundDocument): Decision {
  if (!sharesCounter(stored.version, version)) {
    return stored.version < version ? { again: true } : { outcome: toRetryable('order.violated') }
  }
  if (tiesLeft(stored.version) === 0n) return { outcome: toRetryable('order.ties_exhausted') }
  return { overState: { seqNo: stored.seqNo, primaryTerm: stored.primaryTerm } }
}

/**
 * The document was deleted between the conflict and the reading: a tombstone past its time. A
 * change of a lower counter is older than it. Any other comes back: by then the index has forgotten
 * the version, or still holds it and answers as it did.
 */
function decideGone({ version }: ConflictingChange, storedVersion: bigint | null): Outcome {
  const isOlder =
    storedVersion !== null && storedVersion > version && !sharesCounter(storedVersion, version)
  return isOlder ? STALE : toRetryable('document.gone')
}

const FOREIGN: Outcome = {
  kind: 'poison',
  code: 'document.foreign',
  message: 'The index holds a document of this id that Tailrace did not write.',
}
