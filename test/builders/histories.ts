import fc from 'fast-check'
import type { ChangeEvent, Image } from '../../shared/change-event/change-event.ts'
import { aChangeEvent, anOrder, LATER_STREAM, STREAM } from './change-event.ts'

const STREAMS = [STREAM, LATER_STREAM]

/** With the two snapshots that there may be, an item has at most 12 changes. */
const STEPS_MAX = 10

/** Storage nodes' own numbers as they have been seen: they say nothing of the order. */
const LOW_MAX = 4_500_000_000_000_000

/** So many changes of an item, of those that follow each other closely, fall into one second. */
const COUNTERS_A_SECOND = 4n

/** What happens to items, in which order it is told, and in batches of which sizes. */
export interface Delivery {
  /** Every change at least once. */
  readonly told: readonly ChangeEvent[]
  readonly batchSizes: readonly number[]
  /** The image each item ends at; null when it was removed last. */
  readonly newest: ReadonlyMap<string, Image | null>
}

interface Step {
  readonly op: 'insert' | 'modify' | 'remove'
  /** By how much the counter grows. 0 is a tie; numbers of one digit meet those of many. */
  readonly stride: number
  readonly low: number
}

interface History {
  readonly steps: readonly Step[]
  /** How many steps the first stream has. */
  readonly switchAt: number
  /** Whether a backfill reads the item, by stream. */
  readonly snapshots: readonly boolean[]
}

const step: fc.Arbitrary<Step> = fc.record({
  op: fc.constantFrom('insert', 'modify', 'modify', 'remove'),
  stride: fc.oneof(
    fc.constant(0),
    fc.integer({ min: 1, max: 3 }),
    fc.integer({ min: 1, max: 5000 }),
  ),
  low: fc.integer({ min: 0, max: LOW_MAX }),
})

const history: fc.Arbitrary<History> = fc
  .record({
    steps: fc.array(step, { maxLength: STEPS_MAX, size: 'max' }),
    switchAt: fc.integer({ min: 0, max: STEPS_MAX }),
    snapshots: fc.tuple(...STREAMS.map(() => fc.boolean())),
  })
  .filter(({ steps, snapshots }) => steps.length > 0 || snapshots.includes(true))

/** Histories of so many items, told in any order, some changes more than once. */
export function deliveriesOf(items: number, batchSizeMax = 9): fc.Arbitrary<Delivery> {
  return fc.array(history, { minLength: items, maxLength: items }).chain((histories) => {
    const ofItems = histories.map((one, item) => toEvents(`CUSTOMER#c|ORDER#${item}`, one))
    const newest = new Map(
      ofItems.map((events) => [events[0]?.id ?? '', events.at(-1)?.after ?? null]),
    )
    const events = ofItems.flat()
    const size = fc.integer({ min: 1, max: batchSizeMax })
    return fc.record({
      told: fc.subarray(events).chain((again) => shuffled([...events, ...again])),
      batchSizes: fc.array(size, { minLength: 1, maxLength: 9 }),
      newest: fc.constant(newest),
    })
  })
}

function shuffled<Item>(items: Item[]): fc.Arbitrary<Item[]> {
  return fc.shuffledSubarray(items, { minLength: items.length })
}

/** The changes of an item from the oldest to the newest: a stream's snapshot is below its changes. */
function toEvents(id: string, { steps, switchAt, snapshots }: History): readonly ChangeEvent[] {
  const ofStreams = [steps.slice(0, switchAt), steps.slice(switchAt)]
  return STREAMS.flatMap((stream, generation) => {
    const toImage = (place: number) => anOrder({ total: generation * 100 + place })
    const numbers = toSequenceNumbers(ofStreams[generation] ?? [])
    const changes = (ofStreams[generation] ?? []).map(({ op }, place) => {
      const sequenceNumber = numbers[place] ?? ''
      const time = toTime(secondOf(sequenceNumber, generation))
      return aChangeEvent({ id, stream, op, sequenceNumber, time, after: toImage(place + 1) })
    })
    const snapshot = aChangeEvent({ id, stream, op: 'snapshot', after: toImage(0) })
    return snapshots[generation] ? [snapshot, ...changes] : changes
  })
}

function toSequenceNumbers(steps: readonly Step[]): readonly string[] {
  let counter = 0
  let low = 0
  return steps.map((step) => {
    const isTie = step.stride === 0 && counter > 0
    low = isTie ? low + 1 + (step.low % 1000) : step.low
    counter += isTie ? 0 : Math.max(1, step.stride)
    return `${counter}${String(low).padStart(20, '0')}`
  })
}

/** The second, since some moment, in which a change of a history was made. */
export function secondOf(sequenceNumber: string, generation: number): bigint {
  const counter = BigInt(sequenceNumber) / 10n ** 20n
  return BigInt(generation) * 1_000_000n + counter / COUNTERS_A_SECOND
}

function toTime(second: bigint): string {
  const time = new Date(Date.parse('2026-11-01T00:00:00Z') + Number(second) * 1_000)
  return time.toISOString().replace('.000Z', 'Z')
}

/** Cuts a list into batches whose sizes repeat. */
export function cutIntoBatches<Item>(
  items: readonly Item[],
  sizes: readonly number[],
): readonly (readonly Item[])[] {
  const batches: Item[][] = []
  let from = 0
  while (from < items.length) {
    const size = sizes[batches.length % sizes.length] ?? 1
    batches.push(items.slice(from, from + size))
    from += size
  }
  return batches
}
