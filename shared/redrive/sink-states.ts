import type { CacheKey } from '../cache/cache-key.ts'
import type { EntityDefinition } from '../entity/entity-definition.ts'
import type { SequenceLayout } from '../ordering/index.ts'
import type { SearchIndex } from '../search/search-index.ts'

/** What sinks hold now, and by which definitions. Nothing is written through it. */
export interface SinkStates {
  readonly definitions: readonly EntityDefinition[]
  readonly layout: SequenceLayout
  /**
   * The index may have forgotten removals that are older, epoch milliseconds: an older change could bring
   * an item back.
   */
  readonly forgottenBeforeMs: number
  readonly searchIndex: Pick<SearchIndex, 'readContract' | 'readStates'>
  /** Absent where the cache cannot be asked. */
  readonly cacheFloors?: CacheFloors
}

/** The cache's floors: of each item the newest change it was invalidated for. */
export interface CacheFloors {
  /**
   * The floor texts of items (`toFloor`), in their order; null where there is none.
   *
   * @throws RetryableError when the cache cannot be asked.
   */
  read(keys: readonly CacheKey[]): Promise<readonly (string | null)[]>
}
