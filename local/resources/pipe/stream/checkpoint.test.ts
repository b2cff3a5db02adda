import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as v from 'valibot'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openKept } from '../../../kept/kept.ts'
import { keptRules } from '../../../kept/rules.ts'
import {
  fail,
  failsOn,
  idsOf,
  oneForOne,
  someRecords,
  startTestPipe,
  type TestPipe,
} from '../start-test-pipe.ts'
import { aStreamRecord } from './a-stream-record.ts'
import { keepCheckpoint } from './checkpoint.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tailrace-checkpoint-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

/** As a runtime has it that was just started. */
function kept(streamArn = 'arn:stream') {
  return keepCheckpoint({ kept: openKept(folder), logicalId: 'ChangePipe' }, streamArn)
}

/** The Pipe of a runtime that is killed: what it had in hand is never heard of again. */
async function isKilled({ pipe, clock }: TestPipe): Promise<void> {
  await clock.settle()
  pipe.stop()
}

describe(keptRules.position.text, () => {
  it('what is done is not read again', async () => {
    const records = someRecords(6)
    const first = startTestPipe({}, { checkpoint: kept() })
    first.stream.put('shard-1', ...records.slice(0, 3))
    await first.clock.advance(1_000)
    await isKilled(first)
    first.stream.put('shard-1', ...records.slice(3))

    const next = startTestPipe({}, { after: first, checkpoint: kept() })
    await next.clock.advance(1_000)
    await next.stop()

    expect(first.published).toEqual(idsOf(records.slice(0, 3)))
    expect(next.published).toEqual(idsOf(records.slice(3)))
  })

  it('what is stuck, and what other lanes had done after it, is done again', async () => {
    const before = aStreamRecord({ pk: 'before' })
    const stuck = aStreamRecord({ pk: 'stuck' })
    const others = ['b', 'c', 'd'].map((pk) => aStreamRecord({ pk }))
    const lanes = { ParallelizationFactor: 10, BatchSize: 1 }
    const enrich = failsOn(stuck)
    const first = startTestPipe(lanes, { enrich, checkpoint: kept() })
    first.stream.put('shard-1', before, stuck, ...others)
    await first.clock.advance(500)
    await isKilled(first)

    const next = startTestPipe(lanes, { after: first, checkpoint: kept() })
    await next.clock.advance(1_000)
    await next.stop()

    expect(first.published.toSorted()).toEqual(idsOf([before, ...others]).toSorted())
    expect(next.published.toSorted()).toEqual(idsOf([stuck, ...others]).toSorted())
  })

  it('a shard that was finished is done with, and its child is read', async () => {
    const first = startTestPipe({}, { checkpoint: kept() })
    first.stream.put('shard-1', ...someRecords(2))
    first.stream.close('shard-1')
    await first.clock.advance(1_000)
    await isKilled(first)
    const [record = aStreamRecord({ pk: 'a' })] = someRecords(1)
    first.stream.addShard('shard-2', 'shard-1')
    first.stream.put('shard-2', record)
    first.stream.remove('shard-1')

    const next = startTestPipe({}, { after: first, checkpoint: kept() })
    await next.clock.advance(1_000)
    await next.stop()

    expect(next.published).toEqual([record.eventID])
    // It is gone, as any shard is after a day, and nothing of it is lost.
    expect(next.told('records.trimmed')).toEqual([])
  })

  it('with LATEST what has come meanwhile is not skipped', async () => {
    const latest = { StartingPosition: 'LATEST' }
    const first = startTestPipe(latest, { checkpoint: kept() })
    await first.clock.advance(1_000)
    await isKilled(first)
    const createdAtMs = first.clock.now()
    const records = ['a', 'b'].map((pk) => aStreamRecord({ pk, createdAtMs }))
    first.stream.put('shard-1', ...records)
    await first.clock.advance(3_600_000)

    const next = startTestPipe(latest, { after: first, checkpoint: kept() })
    await next.clock.advance(1_000)
    await next.stop()

    expect(next.published).toEqual(idsOf(records))
  })
})

describe(keptRules.ageWhileAway.text, () => {
  const MINUTE_MS = 60_000
  const HOUR_MS = 60 * MINUTE_MS
  const atMost12Hours = { MaximumRecordAgeInSeconds: 43_200 }
  const atMost1Minute = { MaximumRecordAgeInSeconds: 60 }
  const enrich = () => fail('down')

  /** What a Pipe left undone that was killed so long ago. */
  async function leaveUndone(agoMs: number) {
    const killed = startTestPipe(atMost1Minute, { enrich, checkpoint: kept() })
    const record = aStreamRecord({ pk: 'a', createdAtMs: killed.clock.now() })
    killed.stream.put('shard-1', record)
    await killed.clock.advance(1_000)
    await isKilled(killed)
    await killed.clock.advance(agoMs)
    return { record, left: { after: killed, checkpoint: kept() } }
  }

  it('so a change that was undone 13 hours ago is done', async () => {
    const { record, left } = await leaveUndone(13 * HOUR_MS)

    const next = startTestPipe(atMost12Hours, left)
    await next.clock.advance(1_000)
    await next.stop()

    expect(next.published).toEqual([record.eventID])
    expect(next.deadLetters).toEqual([])
  })

  it('but what is stuck from then on is given up in its time', async () => {
    const { left } = await leaveUndone(HOUR_MS)

    const next = startTestPipe(atMost1Minute, { ...left, enrich })
    await next.clock.advance(MINUTE_MS)
    const inTime = next.told('batch.dead_lettered')
    await next.clock.advance(MINUTE_MS)
    await next.stop()

    expect(inTime).toEqual([])
    expect(next.told('batch.dead_lettered')).toMatchObject([{ condition: 'RecordAgeExceeded' }])
  })

  it('but for no longer than the stream has it', async () => {
    const { left } = await leaveUndone(24 * HOUR_MS - MINUTE_MS)

    const next = startTestPipe(atMost12Hours, { ...left, enrich })
    await next.clock.advance(2 * MINUTE_MS)
    await next.stop()

    expect(next.told('batch.dead_lettered')).toMatchObject([{ condition: 'RecordAgeExceeded' }])
  })
})

it(keptRules.otherStream.text, async () => {
  const records = someRecords(2)
  const first = startTestPipe({}, { checkpoint: kept() })
  first.stream.put('shard-1', ...records)
  await first.clock.advance(1_000)
  await isKilled(first)

  const next = startTestPipe({}, { after: first, checkpoint: kept('arn:another') })
  await next.clock.advance(1_000)
  await next.stop()

  expect(next.published).toEqual(idsOf(records))
})

describe('a position on disk', () => {
  it('is never beyond what the bus has', async () => {
    const checkpoint = kept()
    const records = someRecords(4)
    const { promise: held, resolve: release } = Promise.withResolvers<void>()
    const test = startTestPipe(
      { BatchSize: 1 },
      {
        checkpoint,
        enrich: async (batch) => {
          if (batch[0] === records[2]) await held
          return oneForOne(batch)
        },
      },
    )
    test.stream.put('shard-1', ...records)
    await test.clock.advance(1_000)

    const whileHeld = checkpoint.read()?.shards[0]?.doneUpTo
    release()
    await test.clock.advance(1_000)
    await test.stop()

    expect(whileHeld).toBe(records[1]?.dynamodb.SequenceNumber)
    expect(checkpoint.read()?.shards[0]?.doneUpTo).toBe(records[3]?.dynamodb.SequenceNumber)
  })

  it('that is no position stops the start, with its file', () => {
    openKept(folder).value('ChangePipe', v.unknown()).write({ streamArn: 1 })

    expect(() => startTestPipe({}, { checkpoint: kept() })).toThrow(
      `${join(folder, 'ChangePipe.json')} is not what was written there`,
    )
  })
})
