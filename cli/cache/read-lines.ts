import type { CacheRead } from './cache-reader.ts'
import { showValue } from './entry-lines.ts'
import type { WantedItem } from './wanted-entry.ts'

/** What `tailrace cache read` shows: how the item came, how fast, and the item without personal data. */
export function toReadLines(wanted: WantedItem, read: CacheRead): string[] {
  const { item, way, afterMs, troubles } = read
  return [
    wanted.key,
    `  ${way} in ${afterMs.toFixed(1)} ms: ${WAYS[way]}`,
    ...troubles.map((trouble) => `  ${trouble}`),
    `  ${item === undefined ? 'the table has no such item' : showValue(JSON.stringify(item), wanted)}`,
  ]
}

const WAYS: Readonly<Record<CacheRead['way'], string>> = {
  hit: 'from the cache',
  filled: 'from the table, and cached',
  'read through': 'from the table, and not cached',
}
