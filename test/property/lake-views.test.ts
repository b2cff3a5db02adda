import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ChangeEvent } from '../../shared/change-event/change-event.ts'
import { padSequenceNumber } from '../../shared/ordering/index.ts'
import { cutIntoBatches, deliveriesOf } from '../builders/histories.ts'
import { LakeFiles } from '../builders/lake-files.ts'

const RUNS = process.env.TAILRACE_TEST_LONG === undefined ? 25 : 500
/** Many items in a run, so that opening the engine is not what takes the time. */
const ITEMS = 20
const LONG_MS = 900_000

const CHANGES = `SELECT id, stream, seq, op, event_id, after, total FROM changes`
const CURRENT = `SELECT id, after, total FROM current`

describe('property: any delivery, with duplicates and in any order, gives the same views', () => {
  it(
    '`changes` has each change once, and `current` is what a table scan would have answered',
    async () => {
      await fc.assert(
        fc.asyncProperty(deliveriesOf(ITEMS), async ({ told, batchSizes, newest }) => {
          const lake = new LakeFiles()
          try {
            await lake.deliver(...cutIntoBatches(told, batchSizes))

            const views = await lake.inDuckDb(async (duckDb) => ({
              changes: toLines((await duckDb.query(CHANGES)).rows),
              current: toLines((await duckDb.query(CURRENT)).rows),
            }))

            expect(views).toEqual({
              changes: [...new Set(toLines(toExpectedChanges(told)))],
              current: toLines(toExpectedItems(newest)),
            })
          } finally {
            await lake.remove()
          }
        }),
        { numRuns: RUNS },
      )
    },
    LONG_MS,
  )
})

/** As often as they were told. */
function toExpectedChanges(told: readonly ChangeEvent[]): unknown[][] {
  return told.map(({ id, position, op, eventID, after }) => [
    id,
    position.stream,
    padSequenceNumber(position.sequenceNumber),
    op,
    eventID,
    after && JSON.stringify(after),
    after?.total ?? null,
  ])
}

function toExpectedItems(newest: ReadonlyMap<string, ChangeEvent['after']>): unknown[][] {
  return [...newest].flatMap(([id, image]) =>
    image === null ? [] : [[id, JSON.stringify(image), image.total]],
  )
}

function toLines(rows: readonly (readonly unknown[])[]): string[] {
  return rows.map((row) => JSON.stringify(row)).sort()
}
