import fc from 'fast-check'
import { expect } from 'vitest'
import { order } from '../../entities/order.ts'
import { LATER_STREAM, STREAM, TABLE } from '../builders/change-event.ts'
import { deliverAll } from '../builders/deliver.ts'
import { deliveriesOf } from '../builders/histories.ts'
import { ProjectorUnderTest } from '../builders/projector.ts'
import { toEnd } from '../builders/to-end.ts'
import { MemorySearchIndex } from '../fakes/memory-search-index.ts'
import { createTroubledIndex, type Trouble } from '../fakes/troubled-index.ts'

const INDEX = 'orders'
const ITEMS = 4

const troubles: fc.Arbitrary<fc.Stream<Trouble>> = fc.infiniteStream(
  fc.constantFrom('none', 'none', 'none', 'none', 'refused', 'answer-lost'),
)

export interface InMemoryOptions {
  readonly histories: number
  /** Whether a removal must leave a tombstone. Default: it must. */
  readonly tombstones?: boolean
  /** What else happens to the index, between any two requests. */
  readonly alter?: (index: MemorySearchIndex) => void
}

/**
 * Looks for a delivery that does not end at the newest image of every item: two projectors at once
 * on an index in memory, in any interleaving of their requests, of which some fail before they work
 * and some after.
 *
 * @returns the first failure with its seed, or null when all is well.
 */
export async function findWrongEnd(options: InMemoryOptions): Promise<string | null> {
  const property = fc.asyncProperty(
    deliveriesOf(ITEMS),
    troubles,
    fc.scheduler(),
    async (delivery, trouble, scheduler) => {
      const index = new MemorySearchIndex()
      const lineages = [STREAM, LATER_STREAM].map((stream) => ({ table: TABLE, stream }))
      index.setContract(INDEX, { codec: 'aws-20-10-1', lineages })
      const troubled = createTroubledIndex(index, {
        nextTrouble: () => trouble.next().value,
        turn: async () => {
          await scheduler.schedule(Promise.resolve())
          options.alter?.(index)
        },
      })
      const projectors = [1, 2].map(() => new ProjectorUnderTest(troubled, [order]))

      await scheduler.waitFor(deliverAll(delivery, projectors))

      const ifNothing = options.tombstones === false ? null : undefined
      const ends = [...delivery.newest.keys()].map((id) => {
        const end = toEnd(index.documents.get(INDEX)?.get(id)?.source)
        return [id, end === undefined ? ifNothing : end]
      })
      expect(ends).toEqual([...delivery.newest])
    },
  )
  const details = await fc.check(property, {
    numRuns: Math.ceil(options.histories / ITEMS),
    endOnFailure: true,
  })
  return details.failed ? (fc.defaultReportMessage(details) ?? 'failed') : null
}
