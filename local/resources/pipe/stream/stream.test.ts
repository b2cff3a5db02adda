import { describe, expect, it } from 'vitest'
import { pipeRules } from '../rules.ts'
import { failsOn, idsOf, oneForOne, someRecords, startTestPipe } from '../start-test-pipe.ts'
import { aStreamRecord } from './a-stream-record.ts'

const HOUR_MS = 3_600_000

describe('shards', () => {
  it(pipeRules.parentFirst.text, async () => {
    const { promise: held, resolve: release } = Promise.withResolvers<void>()
    const [parents, children, grandchildren] = [someRecords(1), someRecords(1), someRecords(1)]
    const test = startTestPipe(
      {},
      {
        enrich: async (batch) => {
          if (batch[0] === parents[0]) await held
          return oneForOne(batch)
        },
      },
    )
    test.stream.addShard('shard-2', 'shard-1')
    test.stream.put('shard-1', ...parents)
    test.stream.put('shard-2', ...children)
    test.stream.addShard('shard-3', 'shard-2')
    test.stream.put('shard-3', ...grandchildren)
    test.stream.close('shard-1')
    test.stream.close('shard-2')

    await test.clock.advance(60_000)
    const whileHeld = test.ids()
    release()
    await test.clock.advance(60_000)
    await test.stop()

    expect(whileHeld).toEqual([idsOf(parents)])
    expect(test.ids()).toEqual([parents, children, grandchildren].map(idsOf))
  })

  it(pipeRules.allChildren.text, async () => {
    const stuck = aStreamRecord({ pk: 'a' })
    const others = [someRecords(1, 'b'), someRecords(1, 'c')].flat()
    const test = startTestPipe({}, { enrich: failsOn(stuck) })
    for (const [index, record] of [stuck, ...others].entries()) {
      test.stream.addShard(`child-${index}`, 'shard-1')
      test.stream.put(`child-${index}`, record)
    }
    test.stream.close('shard-1')

    await test.clock.advance(20_000)
    await test.stop()

    expect(test.published.sort()).toEqual(idsOf(others).sort())
  })

  it(pipeRules.trimmedParent.text, async () => {
    const test = startTestPipe()
    test.stream.addShard('shard-9', 'trimmed-away')
    test.stream.put('shard-9', ...someRecords(1))

    await test.clock.advance(11_000)
    await test.stop()

    expect(test.published).toHaveLength(1)
  })

  it(pipeRules.trimmedShard.text, async () => {
    const [read, unread, children] = [someRecords(1), someRecords(2), someRecords(1)]
    const test = startTestPipe()
    test.stream.put('shard-1', ...read)
    await test.clock.advance(1_000)
    await test.stop()
    test.stream.put('shard-1', ...unread)
    test.stream.addShard('shard-2', 'shard-1')
    test.stream.put('shard-2', ...children)
    test.stream.remove('shard-1')

    test.pipe.start()
    await test.clock.advance(1_000)
    await test.stop()

    expect(test.published).toEqual(idsOf([...read, ...children]))
    expect(test.told('records.trimmed')).toEqual([
      {
        type: 'records.trimmed',
        pipe: 'ChangePipe',
        shardId: 'shard-1',
        afterSequenceNumber: read[0]?.dynamodb.SequenceNumber,
      },
    ])
  })

  it('wait for a parent that is trimmed while a batch of it is in flight', async () => {
    const { promise: held, resolve: release } = Promise.withResolvers<void>()
    const [parents, children] = [someRecords(1), someRecords(1)]
    const test = startTestPipe(
      {},
      {
        enrich: async (batch) => {
          if (batch[0] === parents[0]) await held
          return oneForOne(batch)
        },
      },
    )
    test.stream.put('shard-1', ...parents)
    await test.clock.advance(1_000)
    test.stream.addShard('shard-2', 'shard-1')
    test.stream.put('shard-2', ...children)
    test.stream.remove('shard-1')

    await test.clock.advance(60_000)
    const whileHeld = test.ids()
    release()
    await test.clock.advance(20_000)
    await test.stop()

    expect(whileHeld).toEqual([idsOf(parents)])
    expect(test.published).toEqual(idsOf([...parents, ...children]))
  })

  it('that vanish while they are read are given up', async () => {
    const test = startTestPipe()
    await test.clock.advance(1_000)
    test.stream.addShard('shard-2', 'shard-1')
    test.stream.put('shard-2', ...someRecords(1))
    test.stream.remove('shard-1')

    await test.clock.advance(60_000)
    await test.stop()

    expect(test.published).toHaveLength(1)
    expect(test.told('records.trimmed')).toMatchObject([{ shardId: 'shard-1' }])
  })
})

describe('the starting position', () => {
  it(pipeRules.fromTrimHorizon.text, async () => {
    const records = someRecords(2)
    const test = startTestPipe({ StartingPosition: 'TRIM_HORIZON' })
    test.stream.put('shard-1', ...records)

    await test.clock.advance(1_000)
    await test.stop()

    expect(test.published).toEqual(idsOf(records))
  })

  it(pipeRules.fromLatest.text, async () => {
    const later = someRecords(2)
    const test = startTestPipe({ StartingPosition: 'LATEST' })
    test.stream.put('shard-1', ...someRecords(2))
    await test.clock.advance(1_000)

    test.stream.put('shard-1', ...later)
    await test.clock.advance(1_000)
    await test.stop()

    expect(test.published).toEqual(idsOf(later))
  })

  describe(pipeRules.latestOnlyOnce.text, () => {
    it('for children', async () => {
      const children = someRecords(2)
      const test = startTestPipe({ StartingPosition: 'LATEST' })
      test.stream.put('shard-1', ...someRecords(1))
      await test.clock.advance(1_000)
      test.stream.close('shard-1')
      test.stream.addShard('shard-2', 'shard-1')
      test.stream.put('shard-2', ...children)

      await test.clock.advance(1_000)
      await test.stop()

      expect(test.published).toEqual(idsOf(children))
    })

    it('for a child that is there already, and has had records since', async () => {
      const test = startTestPipe({ StartingPosition: 'LATEST' })
      const [old, young] = [-HOUR_MS, 0].map((agoMs) =>
        aStreamRecord({ pk: 'a', createdAtMs: test.clock.now() + agoMs }),
      )
      test.stream.close('shard-1')
      test.stream.addShard('shard-2', 'shard-1')
      if (old && young) test.stream.put('shard-2', old, young)

      await test.clock.advance(1_000)
      await test.stop()

      expect(test.published).toEqual([young?.eventID])
    })

    it.each(['a lost iterator', 'a stop'])('for %s before the first record', async (event) => {
      const test = startTestPipe({ StartingPosition: 'LATEST' })
      await test.clock.advance(1_000)
      const record = aStreamRecord({ pk: 'a', createdAtMs: test.clock.now() })

      if (event === 'a stop') await test.stop()
      else test.stream.failNext('read', 1)
      test.stream.put('shard-1', record)
      test.pipe.start()
      await test.clock.advance(5_000)
      await test.stop()

      expect(test.published).toEqual([record.eventID])
    })
  })
})

describe('the trim horizon', () => {
  it(pipeRules.trimHorizon.text, async () => {
    const test = startTestPipe()
    const now = test.clock.now()
    const records = [25 * HOUR_MS, 24.1 * HOUR_MS, 23.9 * HOUR_MS].map((ageMs) =>
      aStreamRecord({ pk: 'a', createdAtMs: now - ageMs }),
    )
    test.stream.put('shard-1', ...records)

    await test.clock.advance(1_000)
    await test.stop()

    expect(test.published).toEqual(idsOf(records.slice(2)))
    expect(test.deadLetters).toEqual([])
    expect(test.told('records.trimmed')).toMatchObject([
      {
        shardId: 'shard-1',
        records: 2,
        startSequenceNumber: records[0]?.dynamodb.SequenceNumber,
        endSequenceNumber: records[1]?.dynamodb.SequenceNumber,
      },
    ])
  })

  it(pipeRules.trimmedPlace.text, async () => {
    const records = someRecords(5)
    const test = startTestPipe()
    test.stream.put('shard-1', ...records.slice(0, 2))
    await test.clock.advance(1_000)
    await test.stop()
    test.stream.put('shard-1', ...records.slice(2))
    test.stream.trim('shard-1', 4)

    test.pipe.start()
    await test.clock.advance(1_000)
    await test.stop()

    expect(test.published).toEqual(idsOf(records.filter((_, index) => index !== 2 && index !== 3)))
    expect(test.told('records.trimmed')).toMatchObject([
      { shardId: 'shard-1', afterSequenceNumber: records[1]?.dynamodb.SequenceNumber },
    ])
  })

  it(pipeRules.stoppedTooLong.text, async () => {
    const test = startTestPipe()
    await test.clock.advance(1_000)
    await test.stop()
    const [lost, kept] = [0, 2 * HOUR_MS].map((afterMs) =>
      aStreamRecord({ pk: 'a', createdAtMs: test.clock.now() + afterMs }),
    )
    if (lost && kept) test.stream.put('shard-1', lost, kept)

    await test.clock.advance(25 * HOUR_MS)
    test.pipe.start()
    await test.clock.advance(1_000)
    await test.stop()

    expect(test.published).toEqual([kept?.eventID])
    expect(test.told('records.trimmed')).toMatchObject([{ records: 1 }])
  })
})

describe('reading', () => {
  it(pipeRules.expiredIterator.text, async () => {
    const { promise: held, resolve: release } = Promise.withResolvers<void>()
    const records = someRecords(3_100)
    const test = startTestPipe(
      {},
      {
        enrich: async (batch) => {
          await held
          return oneForOne(batch)
        },
      },
    )
    test.stream.put('shard-1', ...records)
    // The lane is full: the reader waits with its iterator in hand.
    await test.clock.advance(60_000)
    const readsWhileFull = test.stream.reads()

    await test.clock.advance(4 * 60_000 - 1)
    test.signals.length = 0
    test.stream.failNext('read', 1, 'ExpiredIteratorException')
    release()
    await test.clock.advance(0)
    await test.stop()

    expect(readsWhileFull).toBeLessThan(31)
    expect(test.published).toEqual(idsOf(records))
    expect(test.told('retry.scheduled')).toEqual([])
  })

  it('does not spin when a new iterator has expired as well', async () => {
    const test = startTestPipe()
    await test.clock.advance(1_000)
    const before = test.stream.reads()
    test.stream.failNext('read', 1_000, 'ExpiredIteratorException')

    await test.clock.advance(10_000)
    await test.stop()

    expect(test.stream.reads() - before).toBeLessThan(10)
  })

  it(pipeRules.readAgain.text, async () => {
    const records = someRecords(4)
    const test = startTestPipe()
    test.stream.put('shard-1', ...records.slice(0, 2))
    await test.clock.advance(300)

    test.stream.failNext('read', 3)
    test.stream.failNext('describe', 2)
    test.stream.failNext('openShard', 2)
    test.stream.put('shard-1', ...records.slice(2))
    await test.clock.advance(60_000)
    await test.stop()

    expect(test.published).toEqual(idsOf(records))
  })

  it(pipeRules.pollRate.text, async () => {
    const test = startTestPipe()
    await test.clock.settle()
    const before = test.stream.reads()

    await test.clock.advance(1_000)
    await test.stop()

    expect(test.stream.reads() - before).toBe(4)
  })
})
