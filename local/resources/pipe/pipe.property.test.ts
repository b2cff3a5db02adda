import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aHistory, type HistoryRun, KEYS, play } from './random-pipe-history.ts'

const RUNS = process.env.TAILRACE_TEST_LONG ? 2_000 : 100
const LONG_MS = 600_000

interface DeadLetter {
  readonly shardId: string
  readonly startSequenceNumber: string
  readonly endSequenceNumber: string
}

function deadLetters({ test }: HistoryRun): DeadLetter[] {
  return test.deadLetters.map((body) => JSON.parse(body).DDBStreamBatchInfo as DeadLetter)
}

/** eventIDs whose position lies in a message of the DLQ. */
function positionsGivenUp(run: HistoryRun): ReadonlySet<string> {
  const covers = ({ startSequenceNumber, endSequenceNumber }: DeadLetter, place: string) =>
    startSequenceNumber <= place && place <= endSequenceNumber
  const covered = run.written.filter(({ record, shardId }) =>
    deadLetters(run).some(
      (one) => one.shardId === shardId && covers(one, record.dynamodb.SequenceNumber),
    ),
  )
  return new Set(covered.map(({ record }) => record.eventID))
}

function ofKey({ written }: HistoryRun, key: string): string[] {
  return written
    .filter(({ record }) => (record.dynamodb.Keys.pk as { S: string }).S === key)
    .map(({ record }) => record.eventID)
}

describe('property: over random shards, splits, failures, stops and starts', () => {
  it(
    'nothing is lost: each record is delivered, or its position is in the DLQ',
    async () => {
      await fc.assert(
        fc.asyncProperty(aHistory(['fail', 'throw', 'part', 'refuse']), async (history) => {
          const run = await play(history)

          const settled = new Set([...run.test.published, ...positionsGivenUp(run)])
          const lost = run.written.filter(({ record }) => !settled.has(record.eventID))
          expect(lost.map(({ record }) => record.eventID)).toEqual([])
        }),
        { numRuns: RUNS },
      )
    },
    LONG_MS,
  )

  it(
    'changes of one key are first delivered in their order',
    async () => {
      await fc.assert(
        fc.asyncProperty(aHistory(['fail', 'throw']), async (history) => {
          const run = await play(history)

          const delivered = [...new Set(run.test.published)]
          for (const key of KEYS) {
            const written = ofKey(run, key)
            const arrived = delivered.filter((id) => written.includes(id))
            expect(arrived).toEqual(written.filter((id) => arrived.includes(id)))
          }
        }),
        { numRuns: RUNS },
      )
    },
    LONG_MS,
  )

  it(
    'a change overtakes an earlier one of its key only within a call that the bus took in part',
    async () => {
      await fc.assert(
        fc.asyncProperty(aHistory(['fail', 'throw', 'part', 'refuse']), async (history) => {
          const run = await play(history)

          const givenUp = positionsGivenUp(run)
          const firstSent = (id: string) => run.sent.findIndex((call) => call.includes(id))
          for (const key of KEYS) {
            const sent = ofKey(run, key).filter((id) => !givenUp.has(id))
            const calls = sent.map(firstSent)
            expect(calls).toEqual(calls.toSorted((one, other) => one - other))
          }
        }),
        { numRuns: RUNS },
      )
    },
    LONG_MS,
  )

  it(
    'what the bus has taken is not sent to it again',
    async () => {
      await fc.assert(
        fc.asyncProperty(aHistory(['fail', 'throw', 'part', 'refuse']), async (history) => {
          const { test } = await play(history)

          expect(test.published).toHaveLength(new Set(test.published).size)
        }),
        { numRuns: RUNS },
      )
    },
    LONG_MS,
  )
})
