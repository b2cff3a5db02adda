import type { Outcome } from '../batch/outcome.ts'
import type { Json } from '../change-event/change-event.ts'
import type { IndexContract } from './index-contract.ts'
import type { StoredPosition } from './stored-position.ts'

/** Where a document is kept. */
export interface DocumentPlace {
  /** The index's name without a suffix: it is reached through its write alias. */
  readonly index: string
  /** At most 512 bytes of UTF-8. */
  readonly id: string
}

/** Names one state of a document: whatever is done to it gives it another. */
export interface DocumentState {
  readonly seqNo: bigint
  readonly primaryTerm: number
}

interface WholeDocument extends DocumentPlace {
  readonly source: Readonly<Record<string, Json>>
}

/** A document that is taken when its external version, 0 to 2^63 - 1, is greater than the stored one. */
export interface VersionedWrite extends WholeDocument {
  readonly version: bigint
}

/** A document that is taken when the stored one is still in this state; its version grows by 1. */
export interface ConditionalWrite extends WholeDocument {
  readonly ifState: DocumentState
}

/** One document, whole, as it shall be under one condition. */
export type DocumentWrite = VersionedWrite | ConditionalWrite

/** The stored document did not meet the write's condition, and nothing of it has changed. */
export interface Conflict {
  readonly kind: 'conflict'
  /** The version that it has, or had before it was deleted; null when the index does not say. */
  readonly storedVersion: bigint | null
}

/** What is stored, without the document itself. */
export interface FoundDocument extends DocumentState {
  readonly kind: 'found'
  /** Every digit of it. */
  readonly version: bigint
  /** Where the stored change stands; null when the document does not say: another wrote it. */
  readonly position: StoredPosition | null
}

/** There is no such document: there never was, or it was deleted. */
export interface MissingDocument {
  readonly kind: 'missing'
}

/** Where a sink's documents are kept. */
export interface SearchIndex {
  /**
   * The contract that the index behind the write alias names; null when there is no such alias, or
   * it leads to more than one index.
   *
   * @throws RetryableError when the index cannot be asked.
   */
  readContract(index: string): Promise<IndexContract | null>

  /**
   * Writes all documents in one request, each on its own merits: `applied`, a conflict, `poison`,
   * `retryable` or `unknown`.
   *
   * @param writes of different ids; one id twice gives no order.
   * @param hasTime asked before each further request, where one is not enough; what is left when it
   *   says no is `retryable` with `batch.no_time`. Default: there is always time.
   * @returns one result per write, in their order. It never rejects: trouble with the whole
   * request is every document's `retryable` or `unknown`.
   */
  write(
    writes: readonly DocumentWrite[],
    hasTime?: () => boolean,
  ): Promise<readonly (Outcome | Conflict)[]>

  /**
   * Reads the state of documents in one request, as it is now: what was just written is seen,
   * searchable or not.
   *
   * @returns one answer per place, in their order. It never rejects: a document that cannot be read
   * is `retryable` or `unknown`.
   */
  readStates(
    places: readonly DocumentPlace[],
  ): Promise<readonly (FoundDocument | MissingDocument | Outcome)[]>
}
