import { canonicalId, parseItemKey } from '../../shared/entity/item-key.ts'
import { listKeyAttributes, type TableKeys } from '../../shared/entity/table-keys.ts'
import { accessRedis } from '../redis-client.ts'
import { type DecodedItem, decodeItem } from './decode-item.ts'
import type { TableOptions } from './expected-images.ts'
import { judgeCachedValue } from './judge-cached-value.ts'
import { readCachedItems } from './read-cached-items.ts'
import { scanTable, type TableItem } from './scan-table.ts'
import { toTransport } from './to-transport.ts'

/** How cached items differ from the table. Ids only, as of any sink. */
export interface CacheAgreement {
  /** Values that the cache holds for items, those that say that there is none included. */
  readonly cached: number
  /** Cached otherwise than the table has them. */
  readonly different: readonly string[]
  /** Cached, and not in the table. */
  readonly ghosts: readonly string[]
}

export interface CacheAgreementOptions extends Omit<TableOptions, 'tokenKey' | 'endpoints'> {
  readonly endpoints: { readonly dynamodb: string; readonly redis: string }
  /** The first part of every key. */
  readonly cachePrefix: string
}

/**
 * Reads every cached item and then the whole table, and says where they differ. A cache owes nothing
 * for an item that it does not hold. Lists are left out: what a list is made of, its application
 * knows.
 */
export async function compareTableWithCache(
  options: CacheAgreementOptions,
): Promise<CacheAgreement> {
  const cached = await readCache(options)
  const items = await readItems(options)
  const verdicts = [...cached].map(
    ([id, text]) => [id, judgeCachedValue(text, items.get(id))] as const,
  )
  const idsOf = (...kinds: readonly string[]) =>
    verdicts.filter(([, verdict]) => kinds.includes(verdict)).map(([id]) => id)
  return {
    cached: cached.size,
    different: idsOf('different', 'absent', 'no item'),
    ghosts: idsOf('ghost'),
  }
}

async function readCache({ endpoints, cachePrefix, definitions }: CacheAgreementOptions) {
  const redis = accessRedis(endpoints.redis)
  try {
    const cached = new Map<string, string | null>()
    for (const { name } of definitions) {
      const kind = { prefix: cachePrefix, entity: name }
      const found = await redis.ask((connection) => readCachedItems(connection, kind))
      for (const [id, text] of found) cached.set(id, text)
    }
    return cached
  } finally {
    redis.close()
  }
}

/** By id. */
async function readItems(options: CacheAgreementOptions): Promise<Map<string, DecodedItem>> {
  const items = new Map<string, DecodedItem>()
  const [definition] = options.definitions
  if (definition === undefined) return items
  for await (const item of scanTable(options)) {
    items.set(idOf(item, definition.table), decodeItem(item))
  }
  return items
}

function idOf(item: TableItem, table: TableKeys): string {
  const transport = toTransport(item)
  const names = listKeyAttributes(table).map(({ name }) => name)
  const key = parseItemKey(table, Object.fromEntries(names.map((name) => [name, transport[name]])))
  if (key === undefined) throw new Error('an item without the key of its table')
  return canonicalId(table, key)
}
