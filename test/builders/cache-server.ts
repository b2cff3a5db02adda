import { type Cluster, Redis, type RedisOptions } from 'iovalkey'
import { type CacheKey, toEntryKeys } from '../../shared/cache/cache-key.ts'
import { INVALIDATE_ITEMS, INVALIDATE_LISTS } from '../../shared/cache/cache-scripts.ts'
import { toFloor } from '../../shared/cache/floor.ts'
import {
  type CacheClient,
  type CacheClientOptions,
  type CacheTrouble,
  createCacheClient,
} from '../../shared/cache-client/index.ts'
import { prepareScript } from '../../shared/cache-client/run-script.ts'
import { STREAM } from './change-event.ts'

export const CACHE_PREFIX = 'tailrace'
const FLOOR_TTL_MS = '60000'

/** As an application should set its connection up: it comes back soon, and keeps nothing for later. */
export function connectToCache(url: string, options: RedisOptions = {}): Redis {
  const connection = new Redis(url, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    retryStrategy: () => 20,
    ...options,
  })
  // It is told to whoever called, too.
  connection.on('error', () => undefined)
  return connection
}

export interface CacheClientUnderTest extends CacheClient {
  /** All that was told so far. */
  readonly troubles: CacheTrouble[]
  readonly codes: () => string[]
}

/** A client of a cache that is well has all the time it needs, on cores that are shared. */
export function aCacheClient(
  connection: CacheClientOptions['connection'],
  options: Partial<CacheClientOptions> = {},
): CacheClientUnderTest {
  const troubles: CacheTrouble[] = []
  const client = createCacheClient({
    connection,
    onTrouble: (trouble) => void troubles.push(trouble),
    budgetMs: 30_000,
    ...options,
  })
  return { ...client, troubles, codes: () => troubles.map(({ code }) => code) }
}

/** Invalidates by the real scripts, as the invalidator does. */
export function invalidationsOf(connection: Redis | Cluster) {
  const items = prepareScript(connection, INVALIDATE_ITEMS)
  const lists = prepareScript(connection, INVALIDATE_LISTS)
  return {
    /** @returns whether it was applied, and not stale. */
    async item(key: CacheKey, sequenceNumber: number): Promise<boolean> {
      const { value, lease, floor } = toEntryKeys(CACHE_PREFIX, key)
      const change = toFloor({ stream: STREAM, sequenceNumber: String(sequenceNumber) })
      return (await items([value, lease, floor], [FLOOR_TTL_MS, change])) === '1'
    },
    async list(key: CacheKey, closedMs: number): Promise<void> {
      const { value, lease } = toEntryKeys(CACHE_PREFIX, key)
      await lists([value, lease], [String(closedMs)])
    },
  }
}
