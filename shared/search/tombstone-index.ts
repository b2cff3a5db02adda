/** A tombstone as it stood when it was found: it may be removed only while it still stands so. */
export interface Tombstone {
  /** The concrete index that holds it. */
  readonly index: string
  /** The document's `_id`. */
  readonly id: string
  readonly seqNo: number
  readonly primaryTerm: number
}

/** Where removed items are remembered, to be forgotten one day. */
export interface TombstoneIndex {
  /**
   * The oldest tombstones of changes made before a time.
   *
   * @param index without a suffix: it is read through its write alias.
   * @param before ISO 8601.
   * @returns at most `limit`; empty when there is none.
   * @throws RetryableError when the index cannot be asked; PipelineError when it refuses.
   */
  findTombstones(index: string, before: string, limit: number): Promise<readonly Tombstone[]>

  /**
   * Removes each tombstone that nothing has been written over since it was found; searches see it at once.
   *
   * @returns how many are gone; the others hold something newer and stay.
   * @throws RetryableError when one could not be judged: some may be gone all the same.
   */
  removeTombstones(tombstones: readonly Tombstone[]): Promise<number>
}
