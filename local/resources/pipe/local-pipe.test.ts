import { describe, expect, it } from 'vitest'
import { AccessDenied } from '../../policies/authorize.ts'
import { CLIENT_ERRORS_MS_TO_DISABLE, CLIENT_ERRORS_TO_DISABLE } from './limits.ts'
import { PipeIsStopping } from './local-pipe.ts'
import { pipeRules } from './rules.ts'
import {
  fail,
  failsOn,
  idsOf,
  oneForOne,
  someRecords,
  startTestPipe,
  type TestPipeOptions,
} from './start-test-pipe.ts'
import { aStreamRecord } from './stream/a-stream-record.ts'

/** Long enough for ten refusals, whose delays grow to a minute. */
const LONG_MS = CLIENT_ERRORS_MS_TO_DISABLE + CLIENT_ERRORS_TO_DISABLE * 60_000

function deny(): never {
  const denied = { caller: 'PipeRole', action: 'events:PutEvents', resource: 'arn:bus' }
  throw new AccessDenied({ ...denied, reason: 'no statement allows it' })
}

describe('a Pipe that is stopped', () => {
  it(pipeRules.stop.text, async () => {
    const { promise: held, resolve: release } = Promise.withResolvers<void>()
    const records = someRecords(2)
    const test = startTestPipe(
      { BatchSize: 1 },
      {
        enrich: async (batch) => {
          await held
          return oneForOne(batch)
        },
      },
    )
    test.stream.put('shard-1', ...records)
    await test.clock.advance(1_000)

    test.pipe.stop()
    await test.clock.advance(1_000)
    const whileHeld = test.pipe.status()
    release()
    await test.clock.advance(60_000)

    expect(whileHeld).toMatchObject({ currentState: 'STOPPING', desiredState: 'STOPPED' })
    expect(test.pipe.status().currentState).toBe('STOPPED')
    expect(test.published).toEqual(idsOf(records.slice(0, 1)))
    expect(test.batches).toHaveLength(1)
  })

  it('does not try again what fails while it stops', async () => {
    const test = startTestPipe({}, { enrich: () => fail() })
    test.stream.put('shard-1', ...someRecords(1))
    await test.clock.advance(500)

    await test.stop()
    const attempts = test.batches.length
    await test.clock.advance(60_000)

    expect(test.batches).toHaveLength(attempts)
    expect(test.deadLetters).toEqual([])
  })

  describe(pipeRules.start.text, () => {
    it('what waited and what has come since is delivered', async () => {
      const records = someRecords(6)
      const test = startTestPipe({ BatchSize: 1 })
      test.stream.put('shard-1', ...records.slice(0, 3))
      await test.clock.advance(300)
      await test.stop()
      test.stream.put('shard-1', ...records.slice(3))

      test.pipe.start()
      await test.clock.advance(1_000)
      await test.stop()

      expect(test.published).toEqual(idsOf(records))
      expect(test.told('record.read')).toHaveLength(6)
    })

    it('what another lane had done already is not repeated', async () => {
      const stuck = aStreamRecord({ pk: 'stuck' })
      const others = ['b', 'c', 'd', 'e', 'f'].map((pk) => aStreamRecord({ pk }))
      let isBroken = true
      const test = startTestPipe(
        { ParallelizationFactor: 10, BatchSize: 1 },
        { enrich: (batch) => (isBroken ? failsOn(stuck)(batch) : oneForOne(batch)) },
      )
      test.stream.put('shard-1', stuck, ...others)
      test.stream.close('shard-1')
      await test.clock.advance(500)
      await test.stop()
      const before = [...test.published]

      isBroken = false
      test.pipe.start()
      await test.clock.advance(1_000)
      await test.stop()

      expect(before.length).toBeGreaterThan(0)
      expect(test.published).toHaveLength(6)
      expect(new Set(test.published).size).toBe(6)
      expect(test.told('record.read')).toHaveLength(6)
    })

    it('a half that was done before the stop is not repeated', async () => {
      const records = someRecords(4)
      const [, , poison = aStreamRecord({ pk: 'a' })] = records
      let isBroken = true
      const test = startTestPipe(
        { OnPartialBatchItemFailure: 'AUTOMATIC_BISECT' },
        { enrich: (batch) => (isBroken ? failsOn(poison)(batch) : oneForOne(batch)) },
      )
      test.stream.put('shard-1', ...records)
      await test.clock.advance(500)
      await test.stop()

      isBroken = false
      test.pipe.start()
      await test.clock.advance(1_000)
      await test.stop()

      expect(test.published).toEqual(idsOf(records))
    })

    it('a shard that was done is not read again', async () => {
      const records = someRecords(2)
      const test = startTestPipe()
      test.stream.put('shard-1', ...records)
      test.stream.close('shard-1')
      await test.clock.advance(1_000)
      await test.stop()

      test.pipe.start()
      await test.clock.advance(60_000)
      await test.stop()

      expect(test.published).toEqual(idsOf(records))
    })
  })
})

describe('the state of a Pipe', () => {
  it(pipeRules.states.text, async () => {
    const test = startTestPipe()
    test.stream.failNext('describe', 2)
    const atFirst = test.pipe.status().currentState

    await test.clock.advance(2_000)
    const whileAway = test.pipe.status().currentState
    await test.clock.advance(5_000)
    await test.stop()

    expect([atFirst, whileAway]).toEqual(['STARTING', 'STARTING'])
    expect(test.told('pipe.state').map(({ state }) => state)).toEqual([
      'STARTING',
      'RUNNING',
      'STOPPING',
      'STOPPED',
    ])
  })

  it(pipeRules.stateConflict.text, async () => {
    const test = startTestPipe()
    await test.clock.settle()
    const told = test.told('pipe.state').length

    test.pipe.start()
    const afterStart = test.told('pipe.state').length
    test.pipe.stop()
    const startWhileStopping = () => test.pipe.start()

    expect(startWhileStopping).toThrow(PipeIsStopping)
    await test.pipe.stopped()
    test.pipe.stop()
    expect(afterStart).toBe(told)
    expect(test.pipe.status()).toMatchObject({ currentState: 'STOPPED', desiredState: 'STOPPED' })
  })
})

describe('a Pipe that meets 4xx errors', () => {
  it.each<[string, TestPipeOptions]>([
    ['of the enrichment', { enrich: deny }],
    ['of the target', { putEvents: deny }],
    ['of the DLQ', { enrich: () => fail(), sendDeadLetter: async () => deny() }],
  ])(`${pipeRules.autoDisable.text} (%s)`, async (_, options) => {
    const test = startTestPipe({ MaximumRetryAttempts: options.sendDeadLetter ? 0 : -1 }, options)
    test.stream.put('shard-1', ...someRecords(1))

    await test.clock.advance(CLIENT_ERRORS_MS_TO_DISABLE - 60_000)
    const before = test.pipe.status().currentState
    await test.clock.advance(LONG_MS)

    expect(before).toBe('RUNNING')
    expect(test.pipe.status()).toMatchObject({
      currentState: 'STOPPED',
      desiredState: 'RUNNING',
      stateReason: expect.stringContaining('PipeRole may not events:PutEvents on arn:bus'),
    })
    expect(test.told('pipe.state').at(-1)).toMatchObject({
      state: 'STOPPED',
      reason: expect.stringContaining('continuous 4xx errors'),
    })
  })

  it('of its source is stopped as well', async () => {
    const test = startTestPipe()
    await test.clock.settle()

    test.stream.failNext('read', 1_000, 'AccessDeniedException')
    await test.clock.advance(LONG_MS)

    expect(test.pipe.status().currentState).toBe('STOPPED')
  })

  it('now and then goes on', async () => {
    let calls = 0
    const test = startTestPipe(
      { BatchSize: 1 },
      { enrich: (batch) => (calls++ % 8 < 7 ? deny() : oneForOne(batch)) },
    )

    test.stream.put('shard-1', ...someRecords(20))
    await test.clock.advance(3 * LONG_MS)

    expect(test.published).toHaveLength(20)
    expect(test.pipe.status().currentState).toBe('RUNNING')
    await test.stop()
  })

  it(`is not one whose function fails`, async () => {
    const test = startTestPipe({}, { enrich: () => fail() })

    test.stream.put('shard-1', ...someRecords(1))
    await test.clock.advance(3 * LONG_MS)

    expect(test.pipe.status().currentState).toBe('RUNNING')
    await test.stop()
  })

  it(pipeRules.autoDisableKeeps.text, async () => {
    const records = someRecords(3)
    let isDenied = true
    const test = startTestPipe({}, { enrich: (batch) => (isDenied ? deny() : oneForOne(batch)) })
    test.stream.put('shard-1', ...records)
    await test.clock.advance(LONG_MS)
    const whileDisabled = test.pipe.status().currentState

    isDenied = false
    test.pipe.start()
    await test.clock.advance(1_000)

    expect(whileDisabled).toBe('STOPPED')
    expect(test.published).toEqual(idsOf(records))
    expect(test.pipe.status()).not.toHaveProperty('stateReason')
    await test.stop()
  })
})
