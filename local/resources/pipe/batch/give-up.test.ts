import { describe, expect, it } from 'vitest'
import { STREAM_RETENTION_MS } from '../limits.ts'
import { pipeRules } from '../rules.ts'
import { fail, failsOn, idsOf, someRecords, startTestPipe } from '../start-test-pipe.ts'
import { aStreamRecord } from '../stream/a-stream-record.ts'

const GIVES_UP = { MaximumRetryAttempts: 0 }

describe('a batch that is given up', () => {
  it(pipeRules.deadLetter.text, async () => {
    const records = someRecords(3)
    const test = startTestPipe(GIVES_UP, { enrich: () => fail() })

    test.stream.put('shard-1', ...records)
    await test.clock.advance(1_000)
    await test.stop()

    expect(test.deadLetters.map((body) => JSON.parse(body))).toEqual([
      {
        context: {
          partnerResourceArn: 'arn:aws:pipes:eu-west-1:000000000000:pipe/pipe-1',
          condition: 'RetryAttemptsExhausted',
        },
        version: '1.0',
        timestamp: '2026-11-21T07:26:36.000Z',
        DDBStreamBatchInfo: {
          shardId: 'shard-1',
          startSequenceNumber: records[0]?.dynamodb.SequenceNumber,
          endSequenceNumber: records[2]?.dynamodb.SequenceNumber,
          approximateArrivalOfFirstRecord: '2026-11-21T07:26:00Z',
          approximateArrivalOfLastRecord: '2026-11-21T07:26:00Z',
          batchSize: 3,
          streamArn: 'arn:stream',
        },
      },
    ])
  })

  it(pipeRules.goesOn.text, async () => {
    const records = someRecords(3)
    const [poison = aStreamRecord({ pk: 'a' })] = records
    const test = startTestPipe({ ...GIVES_UP, BatchSize: 1 }, { enrich: failsOn(poison) })

    test.stream.put('shard-1', ...records)
    await test.clock.advance(1_000)
    await test.stop()

    expect(test.published).toEqual(idsOf(records.slice(1)))
  })

  it(pipeRules.noDeadLetterQueue.text, async () => {
    const [record = aStreamRecord({ pk: 'a' })] = someRecords(1)
    const test = startTestPipe(GIVES_UP, { enrich: () => fail(), sendDeadLetter: null })

    test.stream.put('shard-1', record)
    await test.clock.advance(1_000)
    await test.stop()

    const { SequenceNumber } = record.dynamodb
    expect(test.told('batch.dropped')).toEqual([
      {
        type: 'batch.dropped',
        pipe: 'ChangePipe',
        condition: 'RetryAttemptsExhausted',
        shardId: 'shard-1',
        startSequenceNumber: SequenceNumber,
        endSequenceNumber: SequenceNumber,
        records: 1,
        reason: 'the Pipe has no DLQ',
      },
    ])
  })
})

describe(pipeRules.deadLetterFails.text, () => {
  it('until it takes it', async () => {
    const records = someRecords(2)
    const [poison = aStreamRecord({ pk: 'a' })] = records
    let failures = 3
    const test = startTestPipe(
      { ...GIVES_UP, BatchSize: 1 },
      {
        enrich: failsOn(poison),
        sendDeadLetter: async () => {
          if (failures-- > 0) throw new Error('the queue is away')
        },
      },
    )
    test.stream.put('shard-1', ...records)

    await test.clock.advance(2_000)
    const before = [...test.published]
    await test.clock.advance(60_000)
    await test.stop()

    expect(before).toEqual([])
    expect(test.deadLetters).toHaveLength(1)
    expect(test.published).toEqual(idsOf(records.slice(1)))
    expect(test.told('retry.scheduled')[0]?.reason).toContain('the queue is away')
  })

  it('until the stream has forgotten the records', async () => {
    const test = startTestPipe(GIVES_UP, {
      enrich: () => fail(),
      sendDeadLetter: async () => {
        throw new Error('the queue is away')
      },
    })
    test.stream.put('shard-1', aStreamRecord({ pk: 'a', createdAtMs: test.clock.now() }))
    test.stream.close('shard-1')

    await test.clock.advance(STREAM_RETENTION_MS + 2 * 60_000)
    await test.stop()

    expect(test.told('batch.dropped')).toMatchObject([
      { records: 1, reason: 'the DLQ does not take a position: the queue is away' },
    ])
  })
})
