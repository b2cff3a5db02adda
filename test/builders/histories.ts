import fc from 'fast-check'
import type { ChangeEvent, Image } from '../../shared/change-event/change-event.ts'
import { aChangeEvent, anOrder, LATER_STREAM, STREAM } from './change-event.ts'

const STREAMS = [STREAM, LATER_STREAM]

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
  /** By how much the counter grows: numbers of one digit meet those of many. */
  readonly stride: number
}

interface StreamHistory {
  readonly hasSnapshot: boolean
  readonly steps: readonly Step[]
}

const step: fc.Arbitrary<Step> = fc.record({
  op: fc.constantFrom('insert', 'modify', 'modify', 'remove'),
  stride: fc.oneof(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 5000 })),
})

/** The changes of one item in each of two streams; in either there may be a backfill. */
const itemHistory: fc.Arbitrary<readonly StreamHistory[]> = fc
  .tuple(...STREAMS.map(() => streamHistory()))
  .filter((streams) => streams.some(({ hasSnapshot, steps }) => hasSnapshot || steps.length > 0))

function streamHistory(): fc.Arbitrary<StreamHistory> {
  return fc.record({ hasSnapshot: fc.boolean(), steps: fc.array(step, { maxLength: 6 }) })
}

/** Histories of a few items, told in any order, some changes more than once. */
export const deliveries: fc.Arbitrary<Delivery> = fc
  .array(itemHistory, { minLength: 1, maxLength: 4 })
  .map((histories) =>
    histories.map((streams, item) => toEvents(`CUSTOMER#c|ORDER#${item}`, streams)),
  )
  .chain((items) => {
    const events = items.flat()
    const newest = new Map(
      items.map((ofItem) => [ofItem[0]?.id ?? '', ofItem.at(-1)?.after ?? null]),
    )
    return fc
      .subarray(events)
      .chain((again) => shuffled([...events, ...again]))
      .chain((told) =>
        fc.record({
          told: fc.constant(told),
          batchSizes: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 9 }),
          newest: fc.constant(newest),
        }),
      )
  })

function shuffled<Item>(items: Item[]): fc.Arbitrary<Item[]> {
  return fc.shuffledSubarray(items, { minLength: items.length })
}

/** The changes of an item from the oldest to the newest: a stream's snapshot is below its changes. */
function toEvents(id: string, streams: readonly StreamHistory[]): readonly ChangeEvent[] {
  return streams.flatMap(({ hasSnapshot, steps }, generation) => {
    const stream = STREAMS[generation] ?? STREAM
    const after = (counter: number) => anOrder({ total: generation * 1e6 + counter })
    let counter = 0
    const changes = steps.map(({ op, stride }) => {
      counter += stride
      return aChangeEvent({ id, stream, op, counter, after: after(counter) })
    })
    const snapshot = aChangeEvent({ id, stream, op: 'snapshot', after: after(0) })
    return hasSnapshot ? [snapshot, ...changes] : changes
  })
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
