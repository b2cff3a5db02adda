import { accessRedis } from '../../local/redis-client.ts'
import { cacheKeyOfId, toEntryKeys } from '../../shared/cache/cache-key.ts'
import { toFloor } from '../../shared/cache/floor.ts'
import type { ChangeEvent } from '../../shared/change-event/change-event.ts'
import { describeSilence } from './describe-engine.ts'

const KEYS_A_CALL = 1_000

export interface InvalidationFinder {
  /**
   * For which of these changes the cache was invalidated: the floor of their item is at or above them.
   *
   * @throws Error whose message says why there is no answer.
   */
  find(events: readonly ChangeEvent[]): Promise<ChangeEvent[]>
  close(): void
}

export function createInvalidationFinder(endpoint: string, prefix: string): InvalidationFinder {
  const redis = accessRedis(endpoint)
  const floorOf = ({ entity, id }: ChangeEvent) =>
    toEntryKeys(prefix, cacheKeyOfId(entity, id)).floor
  return {
    find: async (events) => {
      const found: ChangeEvent[] = []
      for (let from = 0; from < events.length; from += KEYS_A_CALL) {
        const asked = events.slice(from, from + KEYS_A_CALL)
        const keys = asked.map(floorOf)
        const floors = await redis
          .ask((connection) => connection.mget(keys))
          .catch((cause: unknown) => {
            throw new Error(describeSilence('Redis'), { cause })
          })
        found.push(...asked.filter(({ position }, place) => isAtOrAbove(floors[place], position)))
      }
      return found
    },
    close: redis.close,
  }
}

/** Labels are times of one form and numbers have 40 digits, so that texts order as floors do. */
function isAtOrAbove(floor: string | null | undefined, position: ChangeEvent['position']): boolean {
  return floor !== null && floor !== undefined && floor >= toFloor(position)
}
