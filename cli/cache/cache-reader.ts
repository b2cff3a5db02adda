import { performance } from 'node:perf_hooks'
import type { DecodedItem } from '../../local/agreement/decode-item.ts'
import type { ItemReader } from '../../local/agreement/item-reader.ts'
import { accessRedis } from '../../local/redis-client.ts'
import { type CacheKey, toEntryKeys } from '../../shared/cache/cache-key.ts'
import { type CacheConnection, createCacheClient } from '../../shared/cache-client/index.ts'
import type { WantedItem } from './wanted-entry.ts'

/** A terminal has more patience than an application. */
const BUDGET_MS = 1_000

/** How an item came to its reader. */
export interface CacheRead {
  /** Undefined: the table has none. */
  readonly item: DecodedItem | undefined
  /** From the cache, from the table into the cache, or past the cache. */
  readonly way: 'hit' | 'filled' | 'read through'
  readonly afterMs: number
  /** What the cache did not do. */
  readonly troubles: readonly string[]
}

/** Reads items through the cache as an application does, with the client that applications have. */
export interface CacheReader {
  /** A cache in trouble costs time only. One read after another. */
  read(wanted: WantedItem): Promise<CacheRead>
  close(): void
}

export function createCacheReader(options: {
  readonly endpoint: string
  readonly prefix: string
  readonly items: ItemReader
}): CacheReader {
  const { endpoint, prefix, items } = options
  const redis = accessRedis(endpoint)
  const connection: CacheConnection = {
    get: (key) => redis.ask((connected) => connected.get(key)),
    evalsha: (...args) => redis.ask((connected) => connected.evalsha(...args)),
    eval: (...args) => redis.ask((connected) => connected.eval(...args)),
  }
  const holdsValue = async (key: CacheKey) =>
    (await connection.get(toEntryKeys(prefix, key).value)) !== null
  let troubles: string[] = []
  const client = createCacheClient({
    ...{ connection, prefix, budgetMs: BUDGET_MS },
    onTrouble: ({ code, message }) => troubles.push(`${code}: ${message}`),
  })
  return {
    read: async ({ key, itemKey }) => {
      troubles = []
      let isLoaded = false
      const begun = performance.now()
      const item = await client.get(key, () => {
        isLoaded = true
        return items.read(itemKey)
      })
      const afterMs = performance.now() - begun
      if (!isLoaded) return { item, way: 'hit', afterMs, troubles }
      const isCached = troubles.length === 0 && (await holdsValue(key))
      return { item, way: isCached ? 'filled' : 'read through', afterMs, troubles }
    },
    close: redis.close,
  }
}
