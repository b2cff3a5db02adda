import type { Redis } from 'iovalkey'
import { type CacheKey, toEntryKeys } from '../../shared/cache/cache-key.ts'

/** What a cache holds of one thing at one moment. */
export interface CacheEntry {
  readonly value: Stored | undefined
  readonly lease: Stored | undefined
  readonly floor: Stored | undefined
}

export interface Stored {
  /** Null: something that is no text. */
  readonly text: string | null
  /** Undefined: it stays until it is removed. */
  readonly expiresInMs: number | undefined
}

/** Reads value, lease and floor, all at once. */
export async function readEntry(redis: Redis, prefix: string, key: CacheKey): Promise<CacheEntry> {
  const { value, lease, floor } = toEntryKeys(prefix, key)
  const reads = redis.multi()
  for (const name of [value, lease, floor]) reads.get(name).pttl(name)
  const replies = (await reads.exec()) ?? []
  return { value: toStored(replies, 0), lease: toStored(replies, 1), floor: toStored(replies, 2) }
}

type Replies = readonly (readonly [error: Error | null, result: unknown])[]

function toStored(replies: Replies, place: number): Stored | undefined {
  const [error, text] = replies[2 * place] ?? []
  const [, ttl] = replies[2 * place + 1] ?? []
  if (error && !error.message.startsWith('WRONGTYPE')) throw error
  if (!error && typeof text !== 'string') return undefined
  const expiresInMs = typeof ttl === 'number' && ttl >= 0 ? ttl : undefined
  return { text: typeof text === 'string' ? text : null, expiresInMs }
}
