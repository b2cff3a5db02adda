/**
 * The read-through client for the application that owns the cache. README.md beside it is written
 * for that application's developer.
 */
import { nodeTiming } from '../adapters/node-timing.ts'
import type { CacheKey } from '../cache/cache-key.ts'
import type { Load } from './lead.ts'
import { type CacheClientOptions, toSettings } from './options.ts'
import { createReadThrough } from './read-through.ts'

export { type CacheKey, cacheKey } from '../cache/cache-key.ts'
export { CacheClientError } from './cache-client-error.ts'
export { type CacheConnection, fromNodeRedis, type NodeRedis } from './cache-connection.ts'
export type { Load } from './lead.ts'
export type { CacheClientOptions, CacheTrouble } from './options.ts'

export interface CacheClient {
  /**
   * The value of a key: from the cache, else loaded, and then cached if nothing was invalidated
   * meanwhile. The value is the caller's own copy, the same whether it was cached or loaded.
   *
   * A cache in trouble costs at most `budgetMs`, and waiting for another's fill `waitMs`.
   *
   * @param load reads the table consistently (`ConsistentRead: true`), and begins to when it is
   *   called: what was read before may be older than an invalidation. Undefined: there is no such
   *   item, which is cached too. Concurrent gets of a key in one process may share one load, and
   *   its error.
   * @throws what `load` throws, which is not cached; CacheClientError `cache.value_unsupported` when
   *   JSON cannot hold what it gave, `cache.key_invalid` for a key that `cacheKey` did not make.
   */
  get<Value>(key: CacheKey, load: Load<Value>): Promise<Value | undefined>
}

/** @throws CacheClientError `cache.option_invalid`. */
export function createCacheClient(options: CacheClientOptions): CacheClient {
  const get = createReadThrough(toSettings(options), nodeTiming)
  return {
    get: <Value>(key: CacheKey, load: Load<Value>) => get(key, load) as Promise<Value | undefined>,
  }
}
