import { describe, expect, it } from 'vitest'
import type { PutEventsEntry } from '../../event-bus/put-events-entry.ts'
import { BATCH_BYTES_MAX } from '../limits.ts'
import { pipeRules } from '../rules.ts'
import type { SourceRecord } from '../source-record.ts'
import {
  fail,
  failsOn,
  idsOf,
  oneForOne,
  someRecords,
  startTestPipe,
  succeed,
} from '../start-test-pipe.ts'
import { aStreamRecord } from '../stream/a-stream-record.ts'

const NO_TTL_DELETES = JSON.stringify({
  userIdentity: { principalId: [{ exists: false }, { 'anything-but': 'dynamodb.amazonaws.com' }] },
})

/** A record whose JSON has about so many bytes. */
function aLargeRecord(bytes: number): SourceRecord {
  const record = aStreamRecord({ pk: 'a' })
  const NewImage = { ...record.dynamodb.NewImage, text: { S: 'x'.repeat(bytes) } }
  return { ...record, dynamodb: { ...record.dynamodb, NewImage } }
}

describe('a batch', () => {
  it('goes from the stream through the enrichment to the bus', async () => {
    const entries: PutEventsEntry[] = []
    const test = startTestPipe({}, { putEvents: (given) => void entries.push(...given) })
    const record = aStreamRecord({ pk: 'a' })

    test.stream.put('shard-1', record)
    await test.clock.advance(300)
    await test.stop()

    expect(entries).toEqual([
      {
        EventBusName: 'arn:bus',
        Source: 'tailrace',
        DetailType: 'order.modified',
        Time: '2026-11-21T07:26:36Z',
        Detail: JSON.stringify({
          eventID: record.eventID,
          type: 'order.modified',
          time: '2026-11-21T07:26:36Z',
        }),
      },
    ])
  })

  it(pipeRules.bareArray.text, async () => {
    const record = aStreamRecord({ pk: 'a' })
    const test = startTestPipe()

    test.stream.put('shard-1', record)
    await test.clock.advance(300)
    await test.stop()

    expect(test.batches).toEqual([[record]])
  })

  it(pipeRules.filtered.text, async () => {
    const expired = aStreamRecord({
      pk: 'a',
      userIdentity: { type: 'Service', principalId: 'dynamodb.amazonaws.com' },
    })
    const kept = aStreamRecord({ pk: 'a' })
    const test = startTestPipe({}, { filters: [NO_TTL_DELETES] })

    test.stream.put('shard-1', expired, kept)
    await test.clock.advance(300)
    await test.stop()

    expect(test.ids()).toEqual([[kept.eventID]])
    expect(test.told('record.filtered')).toMatchObject([{ eventID: expired.eventID }])
  })

  it('is not waited for by a child of its shard when all of it was filtered', async () => {
    const test = startTestPipe({}, { filters: ['{"eventName": ["INSERT"]}'] })
    const child: SourceRecord = { ...aStreamRecord({ pk: 'a' }), eventName: 'INSERT' }
    test.stream.put('shard-1', ...someRecords(2))
    test.stream.close('shard-1')
    test.stream.addShard('shard-2', 'shard-1')
    test.stream.put('shard-2', child)

    await test.clock.advance(1_000)
    await test.stop()

    expect(test.published).toEqual([child.eventID])
  })

  it(pipeRules.closesByCount.text, async () => {
    const test = startTestPipe({ BatchSize: 4, MaximumBatchingWindowInSeconds: 60 })

    test.stream.put('shard-1', ...someRecords(8))
    await test.clock.advance(300)
    await test.stop()

    expect(test.batches.map(({ length }) => length)).toEqual([4, 4])
  })

  it(pipeRules.closesByWindow.text, async () => {
    const test = startTestPipe({ MaximumBatchingWindowInSeconds: 5 })

    test.stream.put('shard-1', ...someRecords(2))
    await test.clock.advance(4_000)
    test.stream.put('shard-1', ...someRecords(1))
    await test.clock.advance(900)
    const before = test.batches.length
    await test.clock.advance(600)
    await test.stop()

    expect(before).toBe(0)
    expect(test.batches.map(({ length }) => length)).toEqual([3])
  })

  it(pipeRules.closesByBytes.text, async () => {
    const records = Array.from({ length: 8 }, () => aLargeRecord(1_500_000))
    const test = startTestPipe()

    test.stream.put('shard-1', ...records)
    await test.clock.advance(300)
    await test.stop()

    const bytes = test.batches.map((batch) => Buffer.byteLength(JSON.stringify(batch)))
    expect(test.batches.map(({ length }) => length)).toEqual([4, 4])
    expect(Math.max(...bytes)).toBeLessThanOrEqual(BATCH_BYTES_MAX)
  })

  it('of exactly 6 MB is whole, and of a byte more is not', async () => {
    const frame = Buffer.byteLength(JSON.stringify(aLargeRecord(0)))
    const halfBytes = (BATCH_BYTES_MAX - '[,]'.length) / 2
    const whole = [aLargeRecord(halfBytes - frame), aLargeRecord(Math.ceil(halfBytes) - frame)]
    const extraBytes = BATCH_BYTES_MAX - Buffer.byteLength(JSON.stringify(whole))
    const sizes: number[][] = []

    for (const extra of [extraBytes, extraBytes + 1]) {
      const test = startTestPipe()
      const records = [aLargeRecord(halfBytes - frame), aLargeRecord(halfBytes - frame + extra)]
      test.stream.put('shard-1', ...records)
      await test.clock.advance(300)
      await test.stop()
      sizes.push(test.batches.map(({ length }) => length))
    }

    expect(sizes).toEqual([[2], [1, 1]])
  })

  it(pipeRules.lanesAreApart.text, async () => {
    const stuck = aStreamRecord({ pk: 'stuck' })
    const others = ['b', 'c', 'd', 'e', 'f', 'g'].map((pk) => aStreamRecord({ pk }))
    const test = startTestPipe({ ParallelizationFactor: 10 }, { enrich: failsOn(stuck) })

    test.stream.put('shard-1', stuck, ...others)
    await test.clock.advance(5_000)
    await test.stop()

    expect(test.published.length).toBeGreaterThan(0)
    expect(test.published).not.toContain(stuck.eventID)
  })

  it(pipeRules.lanesKeepOrder.text, async () => {
    const records = someRecords(6)
    let failures = 3
    const test = startTestPipe(
      { ParallelizationFactor: 10, BatchSize: 2 },
      { enrich: (batch) => (failures-- > 0 ? fail() : oneForOne(batch)) },
    )

    test.stream.put('shard-1', ...records)
    await test.clock.advance(60_000)
    await test.stop()

    expect(test.published).toEqual(idsOf(records))
  })
})

describe('a reply', () => {
  it.each(['', {}, []])(`${pipeRules.emptyReply.text} (%j)`, async (reply) => {
    const calls: number[] = []
    const test = startTestPipe(
      {},
      {
        enrich: () => succeed(reply),
        putEvents: (entries) => void calls.push(entries.length),
      },
    )

    test.stream.put('shard-1', ...someRecords(1))
    await test.clock.advance(10_000)
    await test.stop()

    expect(test.ids()).toHaveLength(1)
    expect(calls).toEqual([])
    expect(test.told('batch.failed')).toEqual([])
  })

  it(pipeRules.emptyItem.text, async () => {
    // An entry cannot be made of it, which only the target's stage finds out.
    const test = startTestPipe({}, { enrich: () => succeed([{}]) })

    test.stream.put('shard-1', ...someRecords(1))
    await test.clock.advance(300)
    await test.stop()

    expect(test.told('batch.failed')).toMatchObject([{ stage: 'target' }])
  })

  it(pipeRules.replyOtherLength.text, async () => {
    const record = aStreamRecord({ pk: 'a' })
    const item = { eventID: record.eventID, type: 'order.modified', time: '2026-11-21T07:26:36Z' }
    const replies = [succeed([item]), succeed([item, item, item])]
    const test = startTestPipe({ BatchSize: 2 }, { enrich: () => replies.shift() ?? succeed([]) })

    test.stream.put('shard-1', record, ...someRecords(3))
    await test.clock.advance(300)
    await test.stop()

    expect(test.published).toHaveLength(4)
    expect(test.told('batch.failed')).toEqual([])
  })

  it.each([
    [pipeRules.replyTooLong.text, Array.from({ length: 11 }, () => ({}))],
    [pipeRules.replyTooLarge.text, [{ eventID: 'a', text: 'x'.repeat(BATCH_BYTES_MAX) }]],
    [pipeRules.replyMalformed.text, { type: 'order.modified' }],
    [`${pipeRules.replyMalformed.text} (null)`, null],
  ])('%s', async (_, reply) => {
    const test = startTestPipe({}, { enrich: () => succeed(reply) })

    test.stream.put('shard-1', ...someRecords(1))
    await test.clock.advance(300)
    await test.stop()

    expect(test.published).toEqual([])
    expect(test.told('batch.failed')).toMatchObject([{ stage: 'enrichment' }])
  })
})
