import type { EntityDefinition } from '../../shared/entity/entity-definition.ts'
import type { Log } from '../../shared/observability/logger.ts'
import type { TombstoneIndex } from '../../shared/search/tombstone-index.ts'
import type { Clock } from '../../shared/time/clock.ts'
import { purgeTombstones } from './purge-tombstones.ts'

const DAY_MS = 24 * 60 * 60 * 1_000

export interface SearchPurgeOptions {
  readonly definitions: readonly EntityDefinition[]
  readonly tombstones: TombstoneIndex
  readonly retentionDays: number
  /** The longest a request to the index takes; a page needs two. */
  readonly requestTimeoutMs: number
  readonly clock: Clock
  readonly log: Log
}

interface TimeLeft {
  getRemainingTimeInMillis(): number
}

export type SearchPurge = (event: unknown, context: TimeLeft) => Promise<void>

/**
 * The purge's function, run by a schedule. An index that fails keeps no other from its purge; then
 * the failure is thrown, and the next run goes on.
 */
export function createSearchPurge(options: SearchPurgeOptions): SearchPurge {
  const { definitions, tombstones, log } = options
  const indexes = [...new Set(definitions.map(({ search }) => search.index))]
  return async (_event, context) => {
    const before = new Date(options.clock() - options.retentionDays * DAY_MS).toISOString()
    const hasTime = () => context.getRemainingTimeInMillis() > options.requestTimeoutMs * 2
    const failures: unknown[] = []
    for (const index of indexes) {
      try {
        const purged = await purgeTombstones({ tombstones, index, before, hasTime })
        log.info('tombstones purged', { ...purged })
      } catch (error) {
        log.error('tombstones not purged', { index, error })
        failures.push(error)
      }
    }
    if (failures.length > 0) throw failures[0]
  }
}
