import { Redis } from 'iovalkey'
import { createItemReader } from '../../../local/agreement/item-reader.ts'
import { cacheKey, createCacheClient } from '../../../shared/cache-client/index.ts'
import type { Shop } from '../pipeline.ts'

/** Reads through the cache client of Tailrace. */
export async function openTailraceShop(options: {
  readonly dynamodb: string
  readonly redis: string
  readonly region: string
  readonly tableName: string
  /** The first part of every key. */
  readonly prefix: string
}): Promise<Shop> {
  const items = createItemReader({ ...options, endpoint: options.dynamodb })
  const connection = new Redis(options.redis, {
    ...{ lazyConnect: true, enableOfflineQueue: false, maxRetriesPerRequest: 1 },
  })
  // A lost connection is the cache client's to tell of, call by call.
  connection.on('error', () => undefined)
  await connection.connect()
  const { prefix } = options
  const cache = createCacheClient({ connection, prefix, onTrouble: () => undefined })
  return {
    async read({ pk, sk }) {
      const load = () => items.read({ pk: { S: pk }, sk: { S: sk } })
      const order = await cache.get(cacheKey('order', pk, sk), load)
      return order && String(order.updatedAt)
    },
    close() {
      items.close()
      connection.disconnect()
    },
  }
}
