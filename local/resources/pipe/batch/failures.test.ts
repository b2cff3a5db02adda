import { describe, expect, it } from 'vitest'
import type { InvocationResult } from '../../../functions/invocation-result.ts'
import { AccessDenied } from '../../../policies/authorize.ts'
import { STREAM_RETENTION_MS } from '../limits.ts'
import { pipeRules } from '../rules.ts'
import {
  fail,
  failsOn,
  idsOf,
  oneForOne,
  refuse,
  someRecords,
  startTestPipe,
  succeed,
} from '../start-test-pipe.ts'
import { aStreamRecord } from '../stream/a-stream-record.ts'

const DENIED = new AccessDenied({
  caller: 'PipeRole',
  action: 'lambda:InvokeFunction',
  resource: 'arn:function',
  reason: 'no statement allows it',
})

describe('a batch that fails', () => {
  it(pipeRules.enrichmentError.text, async () => {
    const records = someRecords(3)
    let failures = 2
    const test = startTestPipe(
      {},
      { enrich: (batch) => (failures-- > 0 ? fail() : oneForOne(batch)) },
    )

    test.stream.put('shard-1', ...records)
    await test.clock.advance(10_000)
    await test.stop()

    expect(test.ids()).toEqual([idsOf(records), idsOf(records), idsOf(records)])
    expect(test.published).toEqual(idsOf(records))
  })

  it(pipeRules.backOff.text, async () => {
    const failedAt: number[] = []
    const test = startTestPipe(
      {},
      {
        enrich: () => {
          failedAt.push(test.clock.now())
          return fail()
        },
      },
    )

    test.stream.put('shard-1', ...someRecords(1))
    await test.clock.advance(400_000)
    await test.stop()

    const delays = failedAt.slice(1).map((at, index) => at - (failedAt[index] ?? 0))
    expect(delays.slice(0, 8)).toEqual([1, 2, 4, 8, 16, 32, 60, 60].map((s) => s * 1_000))
  })

  it(pipeRules.executionTimeout.text, async () => {
    const records = someRecords(1)
    const late = Promise.withResolvers<InvocationResult>()
    const replies = [late.promise, new Promise<InvocationResult>(() => undefined)]
    const test = startTestPipe({}, { enrich: () => replies.shift() ?? succeed([]) })
    test.stream.put('shard-1', ...records)

    await test.clock.advance(5 * 60_000 + 500)
    late.resolve(oneForOne(records))
    await test.clock.advance(2_000)

    expect(test.told('batch.failed')).toMatchObject([{ error: 'no end after 300 s' }])
    expect(test.ids()).toHaveLength(2)
    expect(test.published).toEqual([])
  })

  it(pipeRules.internalError.text, async () => {
    const records = someRecords(2)
    const throttled: InvocationResult = {
      ok: false,
      timedOut: false,
      throttled: true,
      error: { errorType: 'TooManyRequestsException', errorMessage: 'Rate Exceeded.' },
    }
    let [throttles, refusals, connections] = [3, 3, 3]
    const test = startTestPipe(
      { MaximumRetryAttempts: 0, OnPartialBatchItemFailure: 'AUTOMATIC_BISECT' },
      {
        enrich: (batch) => {
          if (throttles-- > 0) return throttled
          if (connections-- > 0) throw Object.assign(new Error(), { code: 'ECONNREFUSED' })
          return oneForOne(batch)
        },
        putEvents: (entries) =>
          refusals-- > 0 ? refuse(entries, records, 'InternalFailure') : undefined,
      },
    )

    test.stream.put('shard-1', ...records)
    await test.clock.advance(10 * 60_000)
    await test.stop()

    expect(test.ids()).toEqual(Array(10).fill(idsOf(records)))
    expect(test.published).toEqual(idsOf(records))
    expect(test.deadLetters).toEqual([])
  })

  it("has its retries after errors of AWS's side as before", async () => {
    const records = someRecords(1)
    let calls = 0
    const test = startTestPipe(
      { MaximumRetryAttempts: 1 },
      {
        enrich: (batch) => {
          calls++
          if (calls <= 3) throw new Error('away')
          return calls === 4 ? fail() : oneForOne(batch)
        },
      },
    )

    test.stream.put('shard-1', ...records)
    await test.clock.advance(60_000)
    await test.stop()

    expect(test.published).toEqual(idsOf(records))
  })

  it(pipeRules.accessDenied.text, async () => {
    const test = startTestPipe(
      { MaximumRetryAttempts: 2 },
      {
        enrich: () => {
          throw DENIED
        },
      },
    )

    test.stream.put('shard-1', ...someRecords(1))
    await test.clock.advance(60_000)
    await test.stop()

    expect(test.ids()).toHaveLength(3)
    expect(test.told('batch.failed')[0]?.error).toContain('PipeRole may not lambda:InvokeFunction')
    expect(test.told('batch.dead_lettered')).toMatchObject([
      { condition: 'RetryAttemptsExhausted' },
    ])
  })
})

describe('a target that refuses a part of a batch', () => {
  it(pipeRules.partialFailure.text, async () => {
    const records = someRecords(4)
    const [, second, , fourth] = records
    const refused = [second, fourth].filter((record) => record !== undefined)
    let refusals = 1
    const test = startTestPipe(
      { BatchSize: 4 },
      { putEvents: (entries) => (refusals-- > 0 ? refuse(entries, refused) : undefined) },
    )

    test.stream.put('shard-1', ...records, ...someRecords(1))
    await test.clock.advance(5_000)
    await test.stop()

    expect(test.ids().slice(0, 2)).toEqual([idsOf(records), idsOf(refused)])
    expect(test.ids()[2]).toHaveLength(1)
    expect(test.told('batch.failed')).toMatchObject([
      {
        stage: 'target',
        records: 2,
        error: '2 of 4 events were refused: ThrottlingException: no',
      },
    ])
  })

  it.each([
    ['none', undefined],
    ['another', 'event-of-another-batch'],
  ])(`${pipeRules.partialUnknown.text} (%s)`, async (_, eventID) => {
    const records = someRecords(3)
    let refusals = 1
    const test = startTestPipe(
      {},
      {
        enrich: (batch) =>
          succeed(
            batch.map((record, index) => ({
              ...(index === 1 ? eventID && { eventID } : { eventID: record.eventID }),
              type: 'order.modified',
              time: '2026-11-21T07:26:36Z',
            })),
          ),
        putEvents: (entries) =>
          refusals-- > 0
            ? {
                FailedEntryCount: 1,
                Entries: entries.map((_entry, index) =>
                  index === 1
                    ? { ErrorCode: 'InternalFailure', ErrorMessage: 'no' }
                    : { EventId: String(index) },
                ),
              }
            : undefined,
      },
    )

    test.stream.put('shard-1', ...records)
    await test.clock.advance(5_000)
    await test.stop()

    expect(test.ids()).toEqual([idsOf(records), idsOf(records)])
  })
})

describe('the limits of a batch', () => {
  it(pipeRules.retries.text, async () => {
    const test = startTestPipe({ MaximumRetryAttempts: 2 }, { enrich: () => fail() })

    test.stream.put('shard-1', ...someRecords(3))
    await test.clock.advance(60_000)
    await test.stop()

    expect(test.ids()).toHaveLength(3)
    expect(test.told('batch.dead_lettered')).toMatchObject([
      { condition: 'RetryAttemptsExhausted', records: 3 },
    ])
  })

  it(pipeRules.recordAge.text, async () => {
    const test = startTestPipe({ MaximumRecordAgeInSeconds: 120 })
    const now = test.clock.now()
    const records = [300_000, 200_000, 60_000, 0].map((ageMs) =>
      aStreamRecord({ pk: 'a', createdAtMs: now - ageMs }),
    )

    test.stream.put('shard-1', ...records)
    await test.clock.advance(1_000)
    await test.stop()

    expect(test.ids()).toEqual([idsOf(records.slice(2))])
    expect(test.told('batch.dead_lettered')).toMatchObject([
      { condition: 'RecordAgeExceeded', records: 2 },
    ])
  })

  it.each([
    ['age', { MaximumRecordAgeInSeconds: 60, MaximumRetryAttempts: 100 }, 'RecordAgeExceeded'],
    [
      'retries',
      { MaximumRecordAgeInSeconds: 600, MaximumRetryAttempts: 1 },
      'RetryAttemptsExhausted',
    ],
  ])(`${pipeRules.whicheverFirst.text} (%s)`, async (_, limits, condition) => {
    const test = startTestPipe(limits, { enrich: () => fail() })

    test.stream.put('shard-1', aStreamRecord({ pk: 'a', createdAtMs: test.clock.now() }))
    await test.clock.advance(300_000)
    await test.stop()

    expect(test.told('batch.dead_lettered')).toMatchObject([{ condition }])
  })

  it(pipeRules.recordExpires.text, async () => {
    const test = startTestPipe({}, { enrich: () => fail() })
    test.stream.put('shard-1', aStreamRecord({ pk: 'a', createdAtMs: test.clock.now() }))
    test.stream.close('shard-1')

    await test.clock.advance(STREAM_RETENTION_MS - 60_000)
    const before = test.deadLetters.length
    await test.clock.advance(3 * 60_000)
    await test.stop()

    expect(before).toBe(0)
    expect(test.told('batch.dead_lettered')).toMatchObject([{ condition: 'RecordAgeExceeded' }])
  })

  it(pipeRules.roundedTime.text, async () => {
    const test = startTestPipe({ MaximumRecordAgeInSeconds: 10 }, { timeStepMs: 60_000 })
    const minuteMs = Math.floor(test.clock.now() / 60_000) * 60_000
    await test.clock.advance(20_000)
    const young = aStreamRecord({ pk: 'a', createdAtMs: minuteMs })
    const old = aStreamRecord({ pk: 'b', createdAtMs: minuteMs - 120_000 })

    test.stream.put('shard-1', old, young)
    await test.clock.advance(1_000)
    await test.stop()

    expect(test.published).toEqual([young.eventID])
    expect(test.told('batch.dead_lettered')).toHaveLength(1)
  })
})

describe('AUTOMATIC_BISECT', () => {
  const bisect = { OnPartialBatchItemFailure: 'AUTOMATIC_BISECT' }

  it(pipeRules.bisect.text, async () => {
    const records = someRecords(10)
    const [poison = aStreamRecord({ pk: 'a' })] = records.slice(6)
    const test = startTestPipe({ ...bisect, MaximumRetryAttempts: 1 }, { enrich: failsOn(poison) })

    test.stream.put('shard-1', ...records)
    await test.clock.advance(60_000)
    await test.stop()

    expect(test.published).toEqual(idsOf(records.filter((record) => record !== poison)))
    expect(test.told('batch.dead_lettered')).toMatchObject([
      { records: 1, startSequenceNumber: poison.dynamodb.SequenceNumber },
    ])
    expect(test.told('batch.bisected')).toMatchObject([
      { records: 10, halves: [5, 5] },
      { records: 5, halves: [3, 2] },
      { records: 3, halves: [2, 1] },
      { records: 2, halves: [1, 1] },
    ])
  })

  it.each(['the enrichment', 'the target'])(
    `${pipeRules.bisectOnEnrichment.text} (%s)`,
    async (stage) => {
      const records = someRecords(4)
      const [poison = aStreamRecord({ pk: 'a' })] = records
      const test = startTestPipe(
        { ...bisect, MaximumRetryAttempts: 0 },
        stage === 'the target'
          ? { putEvents: (entries) => refuse(entries, [poison], 'MalformedDetail') }
          : { enrich: failsOn(poison) },
      )

      test.stream.put('shard-1', ...records)
      await test.clock.advance(60_000)
      await test.stop()

      expect(test.published).toEqual(idsOf(records.slice(1)))
      expect(test.told('batch.dead_lettered')).toMatchObject([{ records: 1 }])
    },
  )

  it(pipeRules.bisectInOrder.text, async () => {
    const records = someRecords(4)
    const [, poison = aStreamRecord({ pk: 'a' })] = records
    let failures = 5
    const test = startTestPipe(bisect, {
      enrich: (batch) => (batch.includes(poison) && failures-- > 0 ? fail() : oneForOne(batch)),
    })

    test.stream.put('shard-1', ...records)
    await test.clock.advance(60_000)
    await test.stop()

    expect(test.published).toEqual(idsOf(records))
  })

  it(pipeRules.bisectIsFree.text, async () => {
    const attemptsAt: number[] = []
    const test = startTestPipe(
      { ...bisect, MaximumRetryAttempts: 1 },
      {
        enrich: () => {
          attemptsAt.push(test.clock.now())
          return fail()
        },
      },
    )

    test.stream.put('shard-1', ...someRecords(4))
    await test.clock.advance(60_000)
    await test.stop()

    // [4] [2] [1], its retry, [1], its retry; [2] [1], ...
    expect(test.ids().map(({ length }) => length)).toEqual([4, 2, 1, 1, 1, 1, 2, 1, 1, 1, 1])
    expect(attemptsAt.slice(0, 4).map((at) => at - (attemptsAt[0] ?? 0))).toEqual([0, 0, 0, 1_000])
  })
})
