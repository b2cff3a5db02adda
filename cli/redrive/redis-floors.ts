import { messageOf } from '../../local/message-of.ts'
import { toEntryKeys } from '../../shared/cache/cache-key.ts'
import { RetryableError } from '../../shared/errors/pipeline-error.ts'
import type { CacheFloors } from '../../shared/redrive/sink-states.ts'
import type { ReachableCache } from '../deployment/deployment.ts'

/** The floors in a Redis that can be reached from here. */
export function createRedisFloors({ redis, prefix }: ReachableCache): CacheFloors {
  return {
    read: async (keys) => {
      if (keys.length === 0) return []
      const floors = keys.map((key) => toEntryKeys(prefix, key).floor)
      try {
        return await redis.ask((connection) => connection.mget(floors))
      } catch (error) {
        throw new RetryableError('cache.unavailable', messageOf(error), { cause: error })
      }
    },
  }
}
