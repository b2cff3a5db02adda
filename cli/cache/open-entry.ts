import { createItemReader, type ItemReader } from '../../local/agreement/item-reader.ts'
import { judgeCachedValue } from '../../local/agreement/judge-cached-value.ts'
import { accessRedis, silentRedis } from '../../local/redis-client.ts'
import type { RuntimeFile } from '../../local/runtime-file.ts'
import { requireEntry } from '../running-runtime.ts'
import type { EntryState } from './entry-words.ts'
import { type CacheEntry, readEntry } from './read-entry.ts'
import type { WantedEntry } from './wanted-entry.ts'

/** A cached thing of the running pipeline, beside the item that it is of. */
export interface OpenEntry {
  /** @throws EnvironmentError when Redis or DynamoDB does not answer. */
  look(): Promise<EntryState>
  close(): void
}

/** Where the cache of the running pipeline is. */
export interface RunningCache {
  readonly runtime: RuntimeFile
  readonly prefix: string
}

export function openEntry(wanted: WantedEntry, { runtime, prefix }: RunningCache): OpenEntry {
  const endpoint = requireEntry(runtime.endpoints, 'redis')
  const items = openItems(runtime)
  const redis = accessRedis(endpoint)
  return {
    look: async () => {
      const entry = await redis
        .ask((connection) => readEntry(connection, prefix, wanted.key))
        .catch((cause: unknown) => {
          throw silentRedis(endpoint, cause)
        })
      return { entry, verdict: await judge(entry, wanted, items) }
    },
    close: () => {
      redis.close()
      items.close()
    },
  }
}

/** The table's items of the running pipeline. */
export function openItems({ endpoints, region, resources }: RuntimeFile): ItemReader {
  return createItemReader({
    endpoint: requireEntry(endpoints, 'dynamodb'),
    region,
    tableName: requireEntry(resources, 'OrdersTable'),
  })
}

/** The table is read after the cache: what is cached cannot be newer. */
async function judge(
  { value }: CacheEntry,
  { itemKey }: WantedEntry,
  items: ItemReader,
): Promise<EntryState['verdict']> {
  if (value === undefined || itemKey === undefined) return undefined
  return judgeCachedValue(value.text, await items.read(itemKey))
}
