import type { Redis } from 'iovalkey'
import { cacheKeyOfId, toEntryKeys } from '../../shared/cache/cache-key.ts'

/** Keys looked at by one step of a scan. */
const PAGE_SIZE = 1_000

/** Where the values of an entity lie, whatever their id. */
export interface CachedKind {
  readonly prefix: string
  readonly entity: string
}

/**
 * The values that a single server holds for the items of an entity, as text by item id; an empty
 * text is a cached absence. Null: under that key lies something that is no text.
 */
export async function readCachedItems(
  redis: Redis,
  { prefix, entity }: CachedKind,
): Promise<ReadonlyMap<string, string | null>> {
  const [before = '', after = ''] = valueKeyOf(prefix, entity, '\n').split('\n')
  const found = new Map<string, string | null>()
  let cursor = '0'
  do {
    const match = `${escapeGlob(before)}*${escapeGlob(after)}`
    const [next, keys] = await redis.scan(cursor, 'MATCH', match, 'COUNT', PAGE_SIZE)
    for (const [key, text] of await readTexts(redis, keys)) {
      found.set(toId(key.slice(before.length, -after.length)), text)
    }
    cursor = next
  } while (cursor !== '0')
  return found
}

/** Those that are still there. */
async function readTexts(redis: Redis, keys: readonly string[]) {
  if (keys.length === 0) return []
  const reads = redis.pipeline()
  for (const key of keys) reads.get(key)
  const replies = (await reads.exec()) ?? []
  return keys.flatMap((key, index): [string, string | null][] => {
    const [error, text] = replies[index] ?? [null, null]
    if (error !== null && !error.message.startsWith('WRONGTYPE')) throw error
    if (error !== null) return [[key, null]]
    return typeof text === 'string' ? [[key, text]] : []
  })
}

function valueKeyOf(prefix: string, entity: string, id: string): string {
  return toEntryKeys(prefix, cacheKeyOfId(entity, id)).value
}

/** As `cacheKeyOfId` wrote it. */
function toId(text: string): string {
  return text.replaceAll('%7D', '}')
}

function escapeGlob(text: string): string {
  return text.replace(/[\\*?[\]]/g, '\\$&')
}
