import type { Journey } from './journey.ts'
import type { Phase } from './tables.ts'

/** A phase in which each sink takes so long for every change, and each change `growthMs` longer than the last. */
export function aPhase({
  rate = 20,
  seconds = 5,
  growthMs = 0,
}: {
  rate?: number
  seconds?: number
  growthMs?: number
} = {}): Phase {
  const journeys = Array.from({ length: rate * seconds }, (_, place): Journey => {
    const dueMs = 1_000_000 + (place / rate) * 1_000
    const ackedMs = dueMs + 5
    const after = (ms: number) => ackedMs + ms + place * growthMs
    const at = new Map([
      ['pipe', after(130)],
      ['enrichment', after(150)],
      ['bus', after(151)],
      ['SearchRule', after(160)],
      ['LakeRule', after(160)],
      ['CacheRule', after(160)],
      ['cache-invalidator', after(180)],
      ['lake-writer', after(700)],
      ['search-projector', after(800)],
    ])
    return { id: `o-${place}`, dueMs, ackedMs, at }
  })
  return { rate, journeys }
}
