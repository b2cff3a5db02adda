import {
  type Cache,
  type Call,
  CLOSED,
  EMPTY,
  NONE,
  type Protocol,
  type Reply,
} from './cache-model.ts'

export const WRITES = 3
const DELIVERIES = 2
const READERS = 2

export interface Rules {
  readonly protocol: Protocol
  readonly of: 'item' | 'list'
  /** How many gets each reader makes, one after another. */
  readonly rounds: number
  /** Loads read an index that follows the table late, and an invalidation closes the list. */
  readonly index?: 'closed' | 'closed, and evicted at any time' | 'not closed'
  /** A reader that reads the table before it takes its lease. */
  readonly loadsFirst?: boolean
  /** Sees every call of the protocol. */
  readonly onCall?: (cache: Cache, call: Call) => void
}

/** Where a reader is: in which get, and how far. `version` is what it has read. */
interface Reader {
  readonly round: number
  readonly at: 'start' | 'missed' | 'leased' | 'loaded'
  readonly version: number
}

export interface World {
  readonly table: number
  /** The newest write that the index shows. */
  readonly index: number
  /** How often each change was delivered: 0 to 2 times. */
  readonly delivered: readonly number[]
  readonly cache: Cache
  readonly readers: readonly Reader[]
}

export interface Step {
  readonly say: () => string
  readonly world: World
}

const START: Reader = { round: 0, at: 'start', version: NONE }
const PLACES = ['start', 'missed', 'leased', 'loaded'] as const

export const FIRST_WORLD: World = {
  table: 0,
  index: 0,
  delivered: Array(WRITES).fill(0),
  cache: EMPTY,
  readers: Array(READERS).fill(START),
}

/** The newest change whose invalidation was applied or found stale; 0: none was. */
export function newestInvalidation({ delivered }: World): number {
  return delivered.findLastIndex((times) => times > 0) + 1
}

/** Whether the cached value is at least as new as its newest invalidation. */
export function isRight(world: World): boolean {
  return world.cache.value === NONE || world.cache.value >= newestInvalidation(world)
}

/** A number for each world. */
export function toNumber({ table, index, delivered, cache, readers }: World): number {
  let number = table * (WRITES + 1) + index
  for (const times of delivered) number = number * (DELIVERIES + 1) + times
  number = number * (WRITES + 2) + cache.value + 1
  number = number * (READERS * 4 + 2) + cache.lease + 2
  number = number * (WRITES + 2) + cache.floor + 1
  for (const { round, at, version } of readers) {
    number = ((number * 5 + round) * 4 + PLACES.indexOf(at)) * (WRITES + 2) + version + 1
  }
  return number
}

/** All that can happen next. What changes nothing (a look while another one fills) is no step. */
export function stepsOf(rules: Rules, world: World): Step[] {
  return [
    ...writes(rules, world),
    ...invalidations(rules, world),
    ...evictions(rules, world),
    ...world.readers.flatMap((_, place) => readerSteps(rules, world, place)),
  ]
}

function writes(rules: Rules, world: World): Step[] {
  const { table, index } = world
  const steps: Step[] = []
  if (table < WRITES) {
    const next = { ...world, table: table + 1, ...(!rules.index && { index: table + 1 }) }
    steps.push({ say: () => `the writer writes version ${table + 1}`, world: next })
  }
  if (index < table) {
    steps.push({
      say: () => `the index shows version ${index + 1}`,
      world: { ...world, index: index + 1 },
    })
  }
  return steps
}

/** Each change at any time after its write, up to twice, in any order. */
function invalidations(rules: Rules, world: World): Step[] {
  return world.delivered.flatMap((times, place) => {
    const change = place + 1
    if (change > world.table || times === DELIVERIES) return []
    const closes = rules.index !== undefined && rules.index !== 'not closed'
    const [cache, reply] = call(
      rules,
      world,
      rules.of === 'item'
        ? { name: 'invalidate-item', change }
        : { name: 'invalidate-list', closes },
    )
    const delivered = world.delivered.with(place, times + 1)
    const say = () => `change ${change} invalidates: ${reply}`
    return [{ say, world: { ...world, cache, delivered } }]
  })
}

/** Value, lease and floor each go at any time, by expiry or eviction. */
function evictions({ index }: Rules, world: World): Step[] {
  const { cache } = world
  return (['value', 'lease', 'floor'] as const).flatMap((key) => {
    if (cache[key] === NONE) return []
    if (key === 'lease' && cache.lease === CLOSED && index === 'closed') {
      // It stays until the index shows what it was closed for.
      if (world.index < newestInvalidation(world)) return []
    }
    return [
      { say: () => `the ${key} is gone`, world: { ...world, cache: { ...cache, [key]: NONE } } },
    ]
  })
}

function readerSteps(rules: Rules, world: World, place: number): Step[] {
  const reader = world.readers[place]
  if (reader === undefined || reader.round === rules.rounds) return []
  const { round, at, version } = reader
  const name = `reader ${'AB'[place]}`
  const token = place * rules.rounds + round
  const loaded = rules.index === undefined ? world.table : world.index
  const done = { round: round + 1, at: 'start', version: NONE } as const
  const step = (say: string | (() => string), to: Reader, cache = world.cache): Step => ({
    say: () => `${name} ${typeof say === 'string' ? say : say()}`,
    world: { ...world, cache, readers: world.readers.with(place, to) },
  })

  switch (at) {
    case 'start':
      if (world.cache.value !== NONE) return [step('finds a value', done)]
      return [step('finds nothing', { round, at: 'missed', version: NONE })]
    case 'missed': {
      if (rules.loadsFirst && version === NONE) {
        return [step(() => `loads version ${loaded}`, { ...reader, version: loaded })]
      }
      const [cache, reply] = call(rules, world, { name: 'take', token })
      if (reply === 'hit' || reply === 'closed') return [step(`is told ${reply}`, done)]
      if (reply === 'wait') return [step('reads through', done)]
      const to = rules.loadsFirst ? 'loaded' : 'leased'
      return [step('is the one to load it', { round, at: to, version }, cache)]
    }
    case 'leased': {
      const [cache] = call(rules, world, { name: 'give-back', token })
      return [
        step(() => `loads version ${loaded}`, { round, at: 'loaded', version: loaded }),
        step('cannot load, and gives the lease back', done, cache),
      ]
    }
    case 'loaded': {
      const [cache, reply] = call(rules, world, { name: 'fill', token, version })
      return [step(() => `fills version ${version}: ${reply}`, done, cache)]
    }
  }
}

function call({ protocol, onCall }: Rules, { cache }: World, of: Call): readonly [Cache, Reply] {
  onCall?.(cache, of)
  return protocol(cache, of)
}
