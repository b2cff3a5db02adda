import { isDeepStrictEqual } from 'node:util'
import { isRecord } from '../../shared/json/is-record.ts'
import type { DecodedItem } from './decode-item.ts'

/** A cached value of an item beside the item as the table has it now. */
export type CachedValueVerdict =
  /** Both are equal, or the value says that there is none and there is none. */
  | 'equal'
  | 'different'
  /** The value says that there is none, and there is one. */
  | 'absent'
  /** The table has no such item. */
  | 'ghost'
  /** What is cached there is no JSON object, or no text at all. */
  | 'no item'

/**
 * Says whether a cached value is as new as the table. Values are compared as JSON: the order of
 * names does not count.
 *
 * @param text empty: cached as absent; null: something that is no text.
 * @param item undefined when the table has none.
 */
export function judgeCachedValue(
  text: string | null,
  item: DecodedItem | undefined,
): CachedValueVerdict {
  if (text === '') return item === undefined ? 'equal' : 'absent'
  const value = parseObject(text)
  if (value === undefined) return 'no item'
  if (item === undefined) return 'ghost'
  return isDeepStrictEqual(value, item) ? 'equal' : 'different'
}

function parseObject(text: string | null): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text ?? '')
    return isRecord(value) ? value : undefined
  } catch {
    return undefined
  }
}
