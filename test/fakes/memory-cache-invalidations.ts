import { APPLIED, type Outcome } from '../../shared/batch/outcome.ts'
import type { CacheInvalidations, Invalidation } from '../../shared/cache/cache-invalidations.ts'

/** A cache that answers as it is told, and keeps what it was asked. */
export class MemoryCacheInvalidations implements CacheInvalidations {
  readonly calls: (readonly Invalidation[])[] = []
  answer: (invalidation: Invalidation) => Outcome = () => APPLIED

  async apply(invalidations: readonly Invalidation[]): Promise<readonly Outcome[]> {
    this.calls.push(invalidations)
    return invalidations.map((one) => this.answer(one))
  }
}
