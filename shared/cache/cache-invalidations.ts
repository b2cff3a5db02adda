import type { Outcome } from '../batch/outcome.ts'
import type { CacheKey } from './cache-key.ts'

export type Invalidation =
  /** Of an item: only when the change is above the item's floor (`toFloor`). */
  | { readonly of: 'item'; readonly key: CacheKey; readonly floor: string }
  /** Of something made of several items: always. Then no fill is accepted for `closedMs`. */
  | { readonly of: 'list'; readonly key: CacheKey; readonly closedMs: number }

/** The cache, as the invalidator sees it. */
export interface CacheInvalidations {
  /**
   * Invalidates, in as few calls as the server's mode allows. Doing it again changes nothing but
   * costs misses. It never rejects.
   *
   * @param invalidations at most one for each key and floor.
   * @returns in their order: applied, stale (at or below the item's floor), retryable or unknown.
   */
  apply(invalidations: readonly Invalidation[]): Promise<readonly Outcome[]>
}
