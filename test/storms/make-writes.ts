import type { Random } from '../../local/random.ts'
import type { StormWrite } from './storm.ts'

const WRITES = { least: 50, most: 110 }
/** A few orders get most of the writes. */
const HOT_ORDERS = 3
const COLD_ORDERS = 24
const HOT_CHANCE = 0.6
const CUSTOMERS = 4

const KINDS = [
  ['remove', 0.12],
  ['broken', 0.06],
  ['large', 0.03],
  ['foreign', 0.02],
] as const

/**
 * Writes of a storm in their order: updates, moves of the status, removals, and items that are wrong
 * for a while, or to the end.
 */
export function makeWrites(random: Random, forMs: number): readonly StormWrite[] {
  const count = WRITES.least + random.below(WRITES.most - WRITES.least + 1)
  const moments = Array.from({ length: count }, () => random.below(forMs)).toSorted((a, b) => a - b)
  return moments.map((atMs, version) => {
    const isHot = random.chance(HOT_CHANCE)
    const order = isHot ? random.below(HOT_ORDERS) : HOT_ORDERS + random.below(COLD_ORDERS)
    return { atMs, customer: order % CUSTOMERS, order, kind: makeKind(random), version }
  })
}

function makeKind(random: Random): StormWrite['kind'] {
  let left = random.next()
  for (const [kind, chance] of KINDS) {
    if (left < chance) return kind
    left -= chance
  }
  return 'good'
}
