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

/** The purge's function, run by a schedule: whatever fails is thrown, and the next run goes on. */
export function createSearchPurge(options: SearchPurgeOptions): SearchPurge {
  return async (_event, context) => {
    const results = await purgeTombstones({
      tombstones: options.tombstones,
      indexes: [...new Set(options.definitions.map(({ search }) => search.index))],
      before: new Date(options.clock() - options.retentionDays * DAY_MS).toISOString(),
      hasTime: () => context.getRemainingTimeInMillis() > options.requestTimeoutMs * 2,
    })
    for (const result of results) options.log.info('tombstones purged', { ...result })
  }
}
