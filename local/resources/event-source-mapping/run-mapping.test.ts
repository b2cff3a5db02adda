import { describe, expect, it } from 'vitest'
import {
  bodies,
  FAILED,
  reporting,
  startMapping,
  THROTTLED,
  TOOK_ALL,
  VISIBILITY_MS,
} from './a-mapping.ts'
import { mappingRules } from './rules.ts'

const WORK_MS = 1_000

/** A handler that counts how many of it work at a time. */
function countWork(result = TOOK_ALL) {
  const peaks: number[] = []
  let working = 0
  return {
    peak: () => Math.max(...peaks),
    /** Forgets what was before. */
    reset: () => peaks.splice(0),
    handle: async (_: unknown, { sleep }: { sleep: (ms: number) => Promise<void> }) => {
      peaks.push(++working)
      await sleep(WORK_MS)
      working--
      return result
    },
  }
}

const ONE_BY_ONE = { batchSize: 1, windowMs: 0 }

describe('the batches of a mapping', () => {
  it(mappingRules.concurrency.text, async () => {
    const work = countWork()
    const mapping = startMapping({ ...ONE_BY_ONE, pollers: 3 }, work.handle)

    mapping.queue.send(...bodies(9))
    await mapping.clock.advance(3_500)
    await mapping.stop()

    expect(work.peak()).toBe(3)
    expect(mapping.queue.ids()).toEqual([])
  })

  it(mappingRules.failureKeepsBatch.text, async () => {
    const results = [FAILED, { ...FAILED, timedOut: true }, TOOK_ALL]
    const mapping = startMapping({}, () => results.shift() ?? TOOK_ALL)

    mapping.queue.send(...bodies(3))
    await mapping.clock.advance(VISIBILITY_MS)
    const afterFirst = mapping.sizes()
    await mapping.clock.advance(2 * VISIBILITY_MS)
    await mapping.stop()

    expect(afterFirst).toEqual([3])
    expect(mapping.sizes()).toEqual([3, 3, 3])
    expect(mapping.queue.receivesOf('m-0')).toBe(3)
    expect(mapping.queue.ids()).toEqual([])
    expect(mapping.signals).toContainEqual({
      type: 'mapping.batch',
      mapping: 'Mapping',
      function: 'projector',
      messages: 3,
      failed: ['m-0', 'm-1', 'm-2'],
      error: 'no',
    })
  })

  it(mappingRules.failureBacksOff.text, async () => {
    let result = FAILED
    const work = countWork()
    const mapping = startMapping(
      { ...ONE_BY_ONE, pollers: 3, reportsFailures: false },
      async (records, clock) => {
        await work.handle(records, clock)
        return result
      },
    )
    mapping.queue.send(...bodies(3))
    await mapping.clock.advance(1_500)
    work.reset()

    mapping.queue.send(...bodies(6))
    await mapping.clock.advance(6_000)
    const afterFailures = work.peak()
    result = TOOK_ALL
    mapping.queue.send(...bodies(12))
    await mapping.clock.advance(40_000)
    await mapping.stop()

    expect(afterFailures).toBe(1)
    expect(work.peak()).toBe(3)
    expect(mapping.queue.ids()).toEqual([])
  })

  it(mappingRules.reportingDoesNotBackOff.text, async () => {
    const work = countWork(FAILED)
    const mapping = startMapping({ ...ONE_BY_ONE, pollers: 3 }, work.handle)
    mapping.queue.send(...bodies(3))
    await mapping.clock.advance(1_500)
    work.reset()

    mapping.queue.send(...bodies(6))
    await mapping.clock.advance(5_000)
    await mapping.stop()

    expect(work.peak()).toBe(3)
  })

  it(mappingRules.throttleIsRetried.text, async () => {
    const results = [THROTTLED, THROTTLED, TOOK_ALL]
    const mapping = startMapping({}, () => results.shift() ?? TOOK_ALL)

    mapping.queue.send(...bodies(2))
    await mapping.clock.advance(10_000)
    await mapping.stop()

    expect(mapping.sizes()).toEqual([2, 2, 2])
    expect(mapping.queue.receivesOf('m-0')).toBe(1)
    expect(mapping.queue.ids()).toEqual([])
    expect(mapping.signals.filter(({ type }) => type === 'retry.scheduled')).toMatchObject([
      { delayMs: 500, reason: 'projector is throttled' },
      { delayMs: 1_000 },
    ])
  })

  it(mappingRules.throttleGivesUp.text, async () => {
    const mapping = startMapping({}, () => THROTTLED)

    mapping.queue.send('{}')
    await mapping.clock.advance(VISIBILITY_MS - 1_000)
    const receivesBefore = mapping.queue.receivesOf('m-0')
    await mapping.clock.advance(VISIBILITY_MS)
    await mapping.stop()

    expect(receivesBefore).toBe(1)
    expect(mapping.queue.receivesOf('m-0')).toBe(2)
    expect(mapping.queue.ids()).toEqual(['m-0'])
  })

  it(mappingRules.throttleBacksOff.text, async () => {
    let isThrottled = true
    const work = countWork()
    const mapping = startMapping({ ...ONE_BY_ONE, pollers: 3 }, async (records, clock) => {
      if (isThrottled) return THROTTLED
      await work.handle(records, clock)
      return FAILED
    })
    mapping.queue.send(...bodies(3))
    await mapping.clock.advance(5_000)

    isThrottled = false
    await mapping.clock.advance(10_000)
    work.reset()
    mapping.queue.send(...bodies(6))
    await mapping.clock.advance(5_000)
    await mapping.stop()

    expect(work.peak()).toBe(1)
  })

  it(mappingRules.reservedIsNotSeen.text, async () => {
    let working = 0
    const mapping = startMapping({ ...ONE_BY_ONE, pollers: 3 }, async (_, clock) => {
      if (working >= 1) return THROTTLED
      working++
      await clock.sleep(10 * WORK_MS)
      working--
      return TOOK_ALL
    })

    mapping.queue.send(...bodies(3))
    await mapping.clock.advance(1_000)
    const receives = ['m-0', 'm-1', 'm-2'].map((id) => mapping.queue.receivesOf(id))
    await mapping.clock.advance(4 * VISIBILITY_MS)
    await mapping.stop()

    // Two were received for nothing: with a maxReceiveCount of one they would be dead letters.
    expect(receives).toEqual([1, 1, 1])
    expect(mapping.queue.ids()).toEqual([])
  })

  it(mappingRules.deletesTaken.text, async () => {
    const mapping = startMapping()

    mapping.queue.send(...bodies(24))
    await mapping.clock.advance(3_000)
    await mapping.stop()

    expect(mapping.queue.removals).toEqual([10, 10, 4])
  })

  it(mappingRules.deletionFails.text, async () => {
    const mapping = startMapping()
    let deletions = 0
    const { remove } = mapping.queue
    mapping.queue.remove = async (handles) => {
      if (++deletions === 1) throw new Error('down')
      await remove(handles)
    }

    mapping.queue.send(...bodies(24))
    await mapping.clock.advance(3_000)
    const left = mapping.queue.ids()
    await mapping.clock.advance(VISIBILITY_MS)
    await mapping.stop()

    expect(left).toHaveLength(10)
    expect(mapping.sizes()).toEqual([24, 10])
    expect(mapping.queue.ids()).toEqual([])
    expect(mapping.signals).toContainEqual(
      expect.objectContaining({ type: 'retry.scheduled', reason: 'down' }),
    )
  })

  it(mappingRules.reportedStay.text, async () => {
    const mapping = startMapping({}, (records) =>
      records.length === 3 ? reporting('m-1') : TOOK_ALL,
    )

    mapping.queue.send(...bodies(3))
    await mapping.clock.advance(3_000)
    const left = mapping.queue.ids()
    await mapping.clock.advance(VISIBILITY_MS)
    await mapping.stop()

    expect(left).toEqual(['m-1'])
    expect(mapping.sizes()).toEqual([3, 1])
    expect(mapping.queue.ids()).toEqual([])
  })
})
