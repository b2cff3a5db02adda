import { FAULTS_OF, type Fault, type FaultKind } from '../../local/chaos/fault.ts'
import { HOP_NAMES, type Hop } from '../../local/chaos/hops.ts'
import { createRandom, type Random } from '../../local/random.ts'
import { makeWrites } from './make-writes.ts'
import {
  type DeadBy,
  ENGINES,
  type Engine,
  PARTS,
  SINKS,
  type Sink,
  type Storm,
  type Weather,
} from './storm.ts'

const STORM_MS = { least: 1_200, most: 2_600 }
/** What a fault of a hop lasts. */
const SQUALL_MS = { least: 200, most: 2_000 }
const SQUALLS = { least: 4, most: 9 }
const DELAY_MS_MAX = 800
const CHANCES = [0.1, 0.3, 0.6, 1]
const JUMP_MS_MAX = 60_000
/** Of ten storms in a row each sink is dead in one. */
const PERIOD = 10

const WAYS_TO_DIE: Readonly<Record<Sink, readonly DeadBy[]>> = {
  search: [
    { kind: 'fault', hop: 'search', fault: { error: 1 } },
    { kind: 'freeze', engine: 'opensearch' },
  ],
  lake: [
    { kind: 'fault', hop: 'firehose', fault: { error: 1 } },
    { kind: 'fault', hop: 'lake', fault: { error: 1 } },
  ],
  cache: [
    { kind: 'fault', hop: 'cache', fault: { error: 1 } },
    { kind: 'freeze', engine: 'redis' },
  ],
}

/**
 * What happens in the storm of a seed: the same for the same seed, everywhere. How long real engines
 * take is not decided here, so two runs of a storm meet the same calls in another order.
 */
export function makeStorm(seed: number): Storm {
  const random = createRandom(seed)
  const forMs = between(random, STORM_MS)
  const sink = SINKS[seed % PERIOD]
  const dead = sink && { sink, by: random.pick(WAYS_TO_DIE[sink]) }
  const writes = makeWrites(random, forMs)
  const weather = [...makeSqualls(random, forMs), ...makeAccidents(random, forMs)]
  return {
    seed,
    forMs,
    writes,
    weather: weather.toSorted((a, b) => a.fromMs - b.fromMs),
    ...(dead && { dead }),
  }
}

function makeSqualls(random: Random, forMs: number): Weather[] {
  return Array.from({ length: between(random, SQUALLS) }, () => {
    const hop = random.pick(HOP_NAMES)
    const fromMs = random.below(forMs)
    return { kind: 'fault', ...span(random, fromMs, forMs), hop, fault: makeFault(random, hop) }
  })
}

/** One thing that goes wrong at a hop, or several at once. */
function makeFault(random: Random, hop: Hop): Fault {
  const kinds = FAULTS_OF[hop].filter(() => random.chance(0.2))
  const all = kinds.length > 0 ? kinds : [random.pick(FAULTS_OF[hop])]
  const drawn = (kind: FaultKind) =>
    kind === 'delayMs' ? random.below(DELAY_MS_MAX) : random.pick(CHANCES)
  return Object.fromEntries(all.map((kind) => [kind, drawn(kind)]))
}

/** What happens to parts of the machine, and what people do. */
function makeAccidents(random: Random, forMs: number): Weather[] {
  const accidents: Weather[] = []
  const at = () => ({ fromMs: random.below(forMs) })
  const during = () => span(random, random.below(forMs), forMs)
  if (random.chance(0.6)) {
    accidents.push({ kind: 'freeze', ...during(), engine: random.pick(ENGINES) })
  }
  // OpenSearch takes longest to come back.
  if (random.chance(0.25)) {
    const engine = random.chance(0.2)
      ? 'opensearch'
      : random.pick<Engine>(['dynamodb', 'sqsAndS3', 'redis'])
    accidents.push({ kind: 'kill', ...at(), engine })
  }
  if (random.chance(0.4)) {
    accidents.push({ kind: 'stop', ...during(), part: random.pick(PARTS) })
  }
  if (random.chance(0.5)) {
    accidents.push({ kind: 'jump', ...at(), byMs: 1 + random.below(JUMP_MS_MAX) })
  }
  if (random.chance(0.1)) accidents.push({ kind: 'lose', ...at() })
  return accidents
}

function span(random: Random, fromMs: number, forMs: number) {
  return { fromMs, toMs: Math.min(forMs, fromMs + between(random, SQUALL_MS)) }
}

function between(random: Random, { least, most }: { least: number; most: number }): number {
  return least + random.below(most - least + 1)
}
