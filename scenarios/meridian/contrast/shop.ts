import { createItemReader } from '../../../local/agreement/item-reader.ts'
import { accessRedis } from '../../../local/redis-client.ts'
import { isRecord } from '../../../shared/json/is-record.ts'
import type { Shop } from '../pipeline.ts'
import { contrastCacheKey, contrastId } from './names.ts'

/** As the cache client of Tailrace has it by default. */
const TTL_SECONDS = 300

/** Reads as it is often done: the cache, else the table, and what was read is cached. */
export function openContrastShop(options: {
  readonly dynamodb: string
  readonly redis: string
  readonly region: string
  readonly tableName: string
}): Shop {
  const items = createItemReader({ ...options, endpoint: options.dynamodb })
  const redis = accessRedis(options.redis)
  return {
    async read({ pk, sk }) {
      const key = contrastCacheKey(contrastId({ pk, sk }))
      const cached = await redis.ask((connection) => connection.get(key))
      if (cached !== null) return markOf(JSON.parse(cached))
      const item = await items.read({ pk: { S: pk }, sk: { S: sk } })
      if (item === undefined) return undefined
      await redis.ask((connection) => connection.set(key, JSON.stringify(item), 'EX', TTL_SECONDS))
      return markOf(item)
    },
    close() {
      items.close()
      redis.close()
    },
  }
}

function markOf(order: unknown): string | undefined {
  return isRecord(order) ? String(order.updatedAt) : undefined
}
