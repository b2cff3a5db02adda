import { getEventListeners } from 'node:events'
import { describe, expect, it } from 'vitest'
import { createFakeClock } from '../../../fake-clock.ts'
import { LANE_RECORDS_MAX } from '../limits.ts'
import { aStreamRecord } from '../stream/a-stream-record.ts'
import { type ReadRecord, toReadRecord } from '../stream/read-record.ts'
import { createLane, type LaneOptions } from './lane.ts'

function startLane(options: Partial<LaneOptions> = {}) {
  const clock = createFakeClock()
  const stopping = new AbortController()
  const done: ReadRecord[] = []
  const lane = createLane({
    batchSize: 10,
    windowMs: 0,
    clock,
    process: async (batch) => void done.push(...batch),
    signal: stopping.signal,
    ...options,
  })
  return { lane, clock, stopping, done }
}

function someRecords(count: number): ReadRecord[] {
  const read = { timeStepMs: 1_000, readAtMs: 0 }
  return Array.from({ length: count }, () => toReadRecord(aStreamRecord({ pk: 'a' }), read))
}

describe('createLane', () => {
  it('processes what is added at any moment of the run before', async () => {
    const stranded: number[] = []

    for (let ticks = 0; ticks <= 30; ticks++) {
      const { lane, done } = startLane()
      await lane.add(someRecords(1))
      for (let tick = 0; tick < ticks; tick++) await Promise.resolve()
      await lane.add(someRecords(1))
      await lane.drained()
      if (done.length !== 2) stranded.push(ticks)
    }

    expect(stranded).toEqual([])
  })

  it('drains at once when it is stopped, whatever is added then', async () => {
    const { lane, done, stopping } = startLane()

    stopping.abort()
    await lane.add(someRecords(1))
    await lane.drained()

    expect(done).toEqual([])
  })

  it('listens to its signal once however often it waits, and not at all when it is drained', async () => {
    const stopping = new AbortController()
    const listeners = () => getEventListeners(stopping.signal, 'abort').length
    const { lane, clock } = startLane({ batchSize: 1, signal: stopping.signal })
    const before = listeners()

    for (let round = 0; round < 5; round++) await lane.add(someRecords(LANE_RECORDS_MAX))
    const whileRunning = listeners()
    await clock.settle()
    await lane.drained()

    expect([before, whileRunning, listeners()]).toEqual([1, 1, 0])
  })

  it('ends its wait for room when it is stopped', async () => {
    const { promise: never } = Promise.withResolvers<void>()
    const { lane, stopping, clock } = startLane({ process: () => never })
    await lane.add(someRecords(2 * LANE_RECORDS_MAX))
    let isAdded = false
    const adding = lane.add(someRecords(1)).then(() => {
      isAdded = true
    })
    await clock.settle()
    const before = isAdded

    stopping.abort()
    await adding

    expect(before).toBe(false)
  })

  it('ends its wait for its window when it is stopped', async () => {
    const { lane, stopping, clock } = startLane({ windowMs: 60_000 })
    await lane.add(someRecords(1))
    await clock.settle()

    stopping.abort()
    await lane.drained()

    expect(clock.now()).toBe(createFakeClock().now())
  })
})
