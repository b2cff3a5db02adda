import type { CacheRead } from './cache-reader.ts'
import { showValue } from './entry-lines.ts'
import type { WantedItem } from './wanted-entry.ts'

/** What `tailrace cache read` shows: how the item came, how fast, and the item without personal data. */
export function toReadLines(wanted: WantedItem, read: CacheRead): string[] {
  const { item, way, afterMs, troubles } = read
  return [
    wanted.key,
    `  ${WAYS[way]} after ${afterMs.toFixed(1)} ms`,
    ...troubles.map((trouble) => `  ${trouble}`),
    `  ${item === undefined ? 'the table has no such item' : showValue(JSON.stringify(item), wanted)}`,
  ]
}

const WAYS: Readonly<Record<CacheRead['way'], string>> = {
  hit: 'hit: read from the cache',
  filled: 'filled: read from the table, and cached',
  through: 'read through: read from the table, and not cached',
}
