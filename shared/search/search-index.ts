import type { Outcome } from '../batch/outcome.ts'
import type { Json } from '../change-event/change-event.ts'
import type { IndexContract } from './index-contract.ts'

/** One document, whole, as it shall be when nothing newer is there. */
export interface DocumentWrite {
  /** The index's name without a suffix: it is written through its write alias. */
  readonly index: string
  /** At most 512 bytes of UTF-8. */
  readonly id: string
  /** External version, 0 to 2^63 - 1. The document is taken when it is greater than the stored one. */
  readonly version: bigint
  readonly source: Readonly<Record<string, Json>>
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
   * Writes all documents in one request, each on its own merits: `applied`, `stale` (the stored
   * version is equal or greater), `poison`, `retryable` or `unknown`.
   *
   * @param writes of different ids; one id twice gives no order.
   * @param hasTime asked before each further request, where one is not enough; what is left when it
   *   says no is `retryable` with `batch.no_time`. Default: there is always time.
   * @returns one outcome per write, in their order. It never rejects: trouble with the whole
   * request is every document's `retryable` or `unknown`.
   */
  write(writes: readonly DocumentWrite[], hasTime?: () => boolean): Promise<readonly Outcome[]>
}
