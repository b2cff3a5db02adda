import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createFakeClock } from '../../fake-clock.ts'
import type { InvocationResult } from '../../functions/function-process.ts'
import type { SignalBody } from '../../signals.ts'
import type { StoppedByName } from '../../stopped-by-name.ts'
import type { TemplateObject } from '../../template/template.ts'
import type { PutEventsEntry, PutEventsResult } from '../event-bus/put-events.ts'
import { aStreamRecord, createFakeStream } from './fake-stream.ts'
import { readPipeSettings } from './pipe-settings.ts'
import { runPipe } from './run-pipe.ts'
import type { SourceRecord } from './source-record.ts'

const NO_TTL_DELETES = JSON.stringify({
  userIdentity: { principalId: [{ exists: false }, { 'anything-but': 'dynamodb.amazonaws.com' }] },
})

function succeed(payload: unknown): InvocationResult {
  return { ok: true, payload }
}

function fail(errorMessage: string): InvocationResult {
  return { ok: false, timedOut: false, error: { errorType: 'Error', errorMessage } }
}

/** An enrichment that replies with one item for each record. */
function oneForOne(batch: readonly SourceRecord[]): InvocationResult {
  return succeed(
    batch.map(({ eventID }) => ({ eventID, type: 'order.modified', time: '2026-11-21T07:26:36Z' })),
  )
}

function startPipe(
  source: TemplateObject = {},
  options: {
    enrich?: (batch: readonly SourceRecord[]) => InvocationResult | Promise<InvocationResult>
    putEvents?: (entries: readonly PutEventsEntry[]) => PutEventsResult
    filters?: readonly string[]
  } = {},
) {
  const clock = createFakeClock()
  const stream = createFakeStream()
  const stopping = new AbortController()
  const batches: (readonly SourceRecord[])[] = []
  const published: string[] = []
  const signals: SignalBody[] = []
  const stops: StoppedByName[] = []
  const { enrich = oneForOne } = options

  stream.addShard('shard-1')
  const running = runPipe({
    name: 'ChangePipe',
    settings: readPipeSettings({
      SourceParameters: {
        FilterCriteria: { Filters: (options.filters ?? []).map((Pattern) => ({ Pattern })) },
        DynamoDBStreamParameters: { BatchSize: 10, ...source },
      },
      TargetParameters: {
        EventBridgeEventBusParameters: {
          Source: 'tailrace',
          DetailType: '$.type',
          Time: '$.time',
        },
      },
    }),
    stream,
    enrich: async (batch) => {
      batches.push(batch)
      return enrich(batch)
    },
    busArn: 'arn:bus',
    putEvents: async (entries) => {
      const result = options.putEvents?.(entries)
      if (result && result.FailedEntryCount > 0) return result
      published.push(...entries.map(({ Detail }) => JSON.parse(String(Detail)).eventID))
      return { FailedEntryCount: 0, Entries: entries.map((_, id) => ({ EventId: String(id) })) }
    },
    clock,
    random: () => 1,
    emit: (signal) => signals.push(signal),
    stopByName: (error) => stops.push(error),
    signal: stopping.signal,
  })
  return {
    clock,
    stream,
    batches,
    published,
    signals,
    stops,
    ids: () => batches.map((batch) => batch.map(({ eventID }) => eventID)),
    stop: async () => {
      stopping.abort()
      await running
    },
  }
}

function someRecords(count: number, pk = 'a'): SourceRecord[] {
  return Array.from({ length: count }, () => aStreamRecord({ pk }))
}

describe('runPipe', () => {
  it('hands a batch to the enrichment as a bare array and its reply to the bus', async () => {
    const entries: PutEventsEntry[] = []
    const pipe = startPipe(
      {},
      {
        putEvents: (given) => {
          entries.push(...given)
          return { FailedEntryCount: 0, Entries: [] }
        },
      },
    )
    const record = aStreamRecord({ pk: 'a' })

    pipe.stream.put('shard-1', record)
    await pipe.clock.advance(300)
    await pipe.stop()

    expect(pipe.batches).toEqual([[record]])
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

  it('closes a batch by its size', async () => {
    const pipe = startPipe({ BatchSize: 4 })

    pipe.stream.put('shard-1', ...someRecords(10))
    await pipe.clock.advance(300)
    await pipe.stop()

    expect(pipe.batches.map((batch) => batch.length)).toEqual([4, 4, 2])
  })

  it('closes a batch by its window', async () => {
    const pipe = startPipe({ MaximumBatchingWindowInSeconds: 5 })

    pipe.stream.put('shard-1', ...someRecords(2))
    await pipe.clock.advance(4_000)
    pipe.stream.put('shard-1', ...someRecords(1))
    const before = pipe.batches.length
    await pipe.clock.advance(1_500)
    await pipe.stop()

    expect(before).toBe(0)
    expect(pipe.batches.map((batch) => batch.length)).toEqual([3])
  })

  it('polls an idle shard four times a second', async () => {
    const pipe = startPipe()
    await pipe.clock.settle()
    const before = pipe.stream.reads()

    await pipe.clock.advance(1_000)
    await pipe.stop()

    expect(pipe.stream.reads() - before).toBe(4)
  })

  it('drops what no filter takes before the enrichment sees it', async () => {
    const pipe = startPipe({}, { filters: [NO_TTL_DELETES] })
    const expired = aStreamRecord({
      pk: 'a',
      userIdentity: { type: 'Service', principalId: 'dynamodb.amazonaws.com' },
    })
    const kept = aStreamRecord({ pk: 'a' })

    pipe.stream.put('shard-1', expired, kept)
    await pipe.clock.advance(300)
    await pipe.stop()

    expect(pipe.ids()).toEqual([[kept.eventID]])
    expect(pipe.signals).toContainEqual({
      type: 'record.filtered',
      pipe: 'ChangePipe',
      eventID: expired.eventID,
    })
  })

  it('reads a child shard only when its parent is read and done', async () => {
    const { promise: held, resolve: release } = Promise.withResolvers<void>()
    const [parents, children] = [someRecords(1), someRecords(1)]
    const pipe = startPipe(
      {},
      {
        enrich: async (batch) => {
          if (batch[0] === parents[0]) await held
          return oneForOne(batch)
        },
      },
    )
    pipe.stream.addShard('shard-2', 'shard-1')
    pipe.stream.put('shard-1', ...parents)
    pipe.stream.put('shard-2', ...children)
    pipe.stream.close('shard-1')

    await pipe.clock.advance(60_000)
    const whileHeld = pipe.ids()
    release()
    await pipe.clock.advance(60_000)
    await pipe.stop()

    expect(whileHeld).toEqual([[parents[0]?.eventID]])
    expect(pipe.ids()).toEqual([[parents[0]?.eventID], [children[0]?.eventID]])
  })

  it('reads a shard whose parent has been trimmed', async () => {
    const pipe = startPipe()
    pipe.stream.addShard('shard-9', 'trimmed-away')
    pipe.stream.put('shard-9', ...someRecords(1))

    await pipe.clock.advance(11_000)
    await pipe.stop()

    expect(pipe.published).toHaveLength(1)
  })

  it('goes on after the last record read when reading fails', async () => {
    const pipe = startPipe()
    pipe.stream.put('shard-1', ...someRecords(2))
    await pipe.clock.advance(300)
    pipe.stream.failNext('read', 3)
    pipe.stream.put('shard-1', ...someRecords(2))

    await pipe.clock.advance(10_000)
    await pipe.stop()

    expect(new Set(pipe.published).size).toBe(4)
    expect(pipe.published).toHaveLength(4)
  })

  it('does not let one lane wait for another', async () => {
    const stuck = aStreamRecord({ pk: 'stuck' })
    const others = ['b', 'c', 'd', 'e', 'f', 'g'].map((pk) => aStreamRecord({ pk }))
    const pipe = startPipe(
      { ParallelizationFactor: 10 },
      { enrich: (batch) => (batch.includes(stuck) ? fail('no') : oneForOne(batch)) },
    )

    pipe.stream.put('shard-1', stuck, ...others)
    await pipe.clock.advance(5_000)
    await pipe.stop()

    expect(pipe.published.length).toBeGreaterThan(0)
    expect(pipe.published).not.toContain(stuck.eventID)
  })
})

describe('a batch that fails', () => {
  it('is retried whole, after 1 s doubling to 60 s', async () => {
    const failedAt: number[] = []
    const pipe = startPipe(
      {},
      {
        enrich: () => {
          failedAt.push(pipe.clock.now())
          return fail('down')
        },
      },
    )

    pipe.stream.put('shard-1', ...someRecords(3))
    await pipe.clock.advance(400_000)
    await pipe.stop()

    const delays = failedAt.slice(1).map((at, index) => at - (failedAt[index] ?? 0))
    expect(delays.slice(0, 8)).toEqual([1, 2, 4, 8, 16, 32, 60, 60].map((s) => s * 1_000))
    expect(new Set(pipe.ids().map((ids) => ids.join()))).toHaveProperty('size', 1)
  })

  it('goes through the enrichment again when the bus refuses an entry', async () => {
    let refusals = 1
    const pipe = startPipe(
      {},
      {
        putEvents: () =>
          refusals-- > 0
            ? { FailedEntryCount: 1, Entries: [{ ErrorCode: 'Throttling', ErrorMessage: 'slow' }] }
            : { FailedEntryCount: 0, Entries: [] },
      },
    )

    pipe.stream.put('shard-1', ...someRecords(2))
    await pipe.clock.advance(5_000)
    await pipe.stop()

    expect(pipe.ids()).toHaveLength(2)
    expect(pipe.published).toHaveLength(2)
    expect(pipe.signals).toContainEqual(
      expect.objectContaining({
        type: 'batch.failed',
        stage: 'target',
        error: '1 of 2 events were refused: Throttling: slow',
      }),
    )
  })

  it.each([
    ['more items than the target takes', Array.from({ length: 11 }, () => ({}))],
    ['no array', { type: 'order.modified' }],
    ['nothing', null],
  ])('is one whose enrichment replies with %s', async (_, reply) => {
    const pipe = startPipe({}, { enrich: () => succeed(reply) })

    pipe.stream.put('shard-1', ...someRecords(1))
    await pipe.clock.advance(300)
    await pipe.stop()

    expect(pipe.published).toEqual([])
    expect(pipe.signals).toContainEqual(
      expect.objectContaining({ type: 'batch.failed', stage: 'enrichment' }),
    )
  })

  it.each([
    ['""', ''],
    ['{}', {}],
    ['[]', []],
  ])(
    'is not one whose enrichment replies with %s: it is done without the target',
    async (_, reply) => {
      const pipe = startPipe({}, { enrich: () => succeed(reply) })

      pipe.stream.put('shard-1', ...someRecords(1))
      await pipe.clock.advance(10_000)
      await pipe.stop()

      expect(pipe.ids()).toHaveLength(1)
      expect(pipe.published).toEqual([])
    },
  )

  it('stops the runtime by name when its retries are used up', async () => {
    const pipe = startPipe({ MaximumRetryAttempts: 2 }, { enrich: () => fail('down') })

    pipe.stream.put('shard-1', ...someRecords(1))
    await pipe.clock.advance(60_000)
    await pipe.stop()

    expect(pipe.ids()).toHaveLength(3)
    expect(pipe.stops).toMatchObject([{ resource: 'ChangePipe', setting: 'MaximumRetryAttempts' }])
  })

  it('stops the runtime by name when a record of it is too old', async () => {
    const pipe = startPipe({ MaximumRecordAgeInSeconds: 120 }, { enrich: () => fail('down') })

    pipe.stream.put('shard-1', aStreamRecord({ pk: 'a', createdAtMs: pipe.clock.now() }))
    await pipe.clock.advance(300_000)
    await pipe.stop()

    expect(pipe.stops).toMatchObject([
      { resource: 'ChangePipe', setting: 'MaximumRecordAgeInSeconds' },
    ])
  })
})

describe('a batch that stops the runtime by name', () => {
  it.each(['MaximumRetryAttempts', 'MaximumRecordAgeInSeconds'])(
    'holds back what comes after it, by %s',
    async (setting) => {
      const records = someRecords(3)
      const pipe = startPipe(
        { BatchSize: 1, [setting]: setting === 'MaximumRetryAttempts' ? 0 : 60 },
        { enrich: (batch) => (batch[0] === records[0] ? fail('down') : oneForOne(batch)) },
      )
      pipe.stream.put('shard-1', ...records)
      pipe.stream.close('shard-1')
      pipe.stream.addShard('shard-2', 'shard-1')
      pipe.stream.put('shard-2', ...someRecords(1))

      await pipe.clock.advance(300_000)

      expect(pipe.stops).toMatchObject([{ setting }])
      expect(pipe.published).toEqual([])
      await pipe.stop()
    },
  )
})

describe('order', () => {
  const aKey = fc.constantFrom('a', 'b', 'c', 'd', 'e')

  it('property: changes of one key arrive in their order, whatever fails', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(aKey, { minLength: 20, maxLength: 60, size: 'max' }),
        fc.infiniteStream(fc.boolean()),
        fc.integer({ min: 1, max: 10 }),
        async (keys, outcomes, lanes) => {
          const pipe = startPipe(
            { ParallelizationFactor: lanes, BatchSize: 3 },
            { enrich: (batch) => (outcomes.next().value ? oneForOne(batch) : fail('no')) },
          )
          const records = keys.map((pk) => aStreamRecord({ pk }))
          pipe.stream.put('shard-1', ...records)
          for (let rounds = 0; rounds < 200 && pipe.published.length < keys.length; rounds++) {
            await pipe.clock.advance(10_000)
          }
          await pipe.stop()

          expect(pipe.published).toHaveLength(keys.length)
          for (const pk of new Set(keys)) {
            const ofKey = records.filter((_, index) => keys[index] === pk)
            const ids = ofKey.map(({ eventID }) => eventID)
            expect(pipe.published.filter((id) => ids.includes(id))).toEqual(ids)
          }
        },
      ),
      { numRuns: 15 },
    )
  })
})
