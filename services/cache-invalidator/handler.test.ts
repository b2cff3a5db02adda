import { beforeEach, describe, expect, it } from 'vitest'
import { order } from '../../entities/order.ts'
import { type Outcome, STALE, toRetryable, toUnknown } from '../../shared/batch/outcome.ts'
import { CacheInvalidatorUnderTest } from '../../test/builders/cache-invalidator.ts'
import {
  aChangeEvent,
  aMessage,
  anOrder,
  aSequence,
  type ChangeWish,
  LATER_STREAM,
  STREAM,
} from '../../test/builders/change-event.ts'
import { MemoryCacheInvalidations } from '../../test/fakes/memory-cache-invalidations.ts'

const DOWN = toRetryable('cache.unavailable')

describe('createCacheInvalidator', () => {
  let cache: MemoryCacheInvalidations
  let invalidator: CacheInvalidatorUnderTest
  beforeEach(() => {
    cache = new MemoryCacheInvalidations()
    invalidator = new CacheInvalidatorUnderTest(cache)
  })

  const aChange = (id: string, counter: number, wish: ChangeWish = {}) =>
    aMessage(aChangeEvent({ id, counter, ...wish }))
  const floor = (counter: number, stream = STREAM) =>
    `${stream}/${aSequence(counter).padStart(40, '0')}`
  const anItem = (id: string, counter: number, stream?: string) => ({
    of: 'item',
    key: `order:{${id}}`,
    floor: floor(counter, stream),
  })
  const aList = (customer: string) => ({
    of: 'list',
    key: `customer-orders:{${customer}}`,
    closedMs: 0,
  })
  const counts = () => {
    const { applied, stale, duplicate, retryable, unknown } =
      invalidator.log.lines.at(-1)?.fields ?? {}
    return { applied, stale, duplicate, retryable, unknown }
  }
  const told = (some: object) => ({
    ...{ applied: 0, stale: 0, duplicate: 0, retryable: 0, unknown: 0 },
    ...some,
  })
  const fail = (key: string, outcome: Outcome = DOWN) => {
    cache.answer = (one) => (one.key === key ? outcome : { kind: 'applied' })
  }

  it('asks once for each item and each list of a batch, for the newest change', async () => {
    const back = await invalidator.deliver([
      aChange('c1|a', 2),
      aChange('c1|a', 10),
      aChange('c1|b', 1),
      aChange('c2|a', 1),
    ])

    expect(back).toEqual([])
    expect(cache.calls).toEqual([
      [anItem('c1|a', 10), anItem('c1|b', 1), anItem('c2|a', 1), aList('c1'), aList('c2')],
    ])
    expect(counts()).toEqual(told({ applied: 3, stale: 1 }))
  })

  it('takes a change of a later stream for the newer one, whatever its number', async () => {
    await invalidator.deliver([aChange('a', 1, { stream: LATER_STREAM }), aChange('a', 9)])

    expect(cache.calls[0]?.[0]).toEqual(anItem('a', 1, LATER_STREAM))
    expect(counts()).toEqual(told({ applied: 1, stale: 1 }))
  })

  it('tells a change delivered twice from an older one', async () => {
    await invalidator.deliver([aChange('a', 2), aChange('a', 2), aChange('a', 1)])

    expect(counts()).toEqual(told({ applied: 1, duplicate: 1, stale: 1 }))
  })

  it('invalidates for removals, snapshots and the announcements of parked changes', async () => {
    await invalidator.deliver([
      aChange('c|a', 1, { op: 'remove' }),
      aChange('c|b', 1, { op: 'snapshot' }),
      aChange('c|c', 3, { parked: true }),
    ])

    expect(cache.calls).toEqual([
      [
        anItem('c|a', 1),
        { ...anItem('c|b', 1), floor: `${STREAM}/${'0'.repeat(40)}` },
        anItem('c|c', 3),
        aList('c'),
      ],
    ])
  })

  it('tells what the cache had newer, and how long the oldest change took', async () => {
    fail('order:{a}', STALE)

    await invalidator.deliver([aChange('a', 1), aChange('b', 1, { time: '2026-11-21T07:26:30Z' })])

    expect(invalidator.metrics.published).toEqual([
      { EventsApplied: 1, EventsStale: 1, LagMs: 10_000 },
    ])
  })

  it('asks nothing for an empty batch', async () => {
    expect(await invalidator.invoke([])).toEqual({ batchItemFailures: [] })
    expect(cache.calls).toEqual([])
  })

  describe('a cache in trouble', () => {
    it('brings back all changes of an item that failed, and no others', async () => {
      const failed = [aChange('c1|a', 1), aChange('c1|a', 2)]
      fail('order:{c1|a}')

      const back = await invalidator.deliver([...failed, aChange('c2|b', 1)])

      expect(back).toEqual(failed)
      expect(invalidator.redelivery.delayed.map(({ delaySeconds }) => delaySeconds)).toEqual([4, 4])
    })

    it('brings back every change whose list failed, though their own keys are done', async () => {
      const failed = [aChange('c1|a', 1), aChange('c1|a', 2), aChange('c1|b', 1)]
      fail('customer-orders:{c1}')

      const back = await invalidator.deliver([...failed, aChange('c2|a', 1)])

      expect(back).toEqual(failed)
      expect(counts()).toEqual(told({ applied: 1, retryable: 3 }))
    })

    it('brings back a stale change whose list failed', async () => {
      cache.answer = ({ of }) => (of === 'item' ? STALE : DOWN)
      const message = aChange('a', 1)

      expect(await invalidator.deliver([message])).toEqual([message])
    })

    it('brings back what nobody has classified', async () => {
      fail('order:{a}', toUnknown('cache ERR'))
      const message = aChange('a', 1)

      expect(await invalidator.deliver([message])).toEqual([message])
    })

    it('is asked nothing when there is no time for it', async () => {
      invalidator.remainingMs = 12_000
      const message = aChange('a', 1)

      expect(await invalidator.deliver([message])).toEqual([message])
      expect(cache.calls).toEqual([])
      expect(invalidator.log.lines.at(-1)?.fields).toMatchObject({
        retryCodes: { 'batch.no_time': 1 },
      })
    })
  })

  it('keeps a change of an entity that it does not know yet', async () => {
    const message = aChange('a', 1, { entity: 'customer' })

    expect(await invalidator.deliver([message, aChange('b', 1)])).toEqual([message])
    expect(cache.calls[0]?.map(({ key }) => key)).toEqual(['order:{b}', 'customer-orders:{b}'])
    expect(invalidator.log.lines.at(-1)?.fields).toMatchObject({
      retryCodes: { 'entity.unknown': 1 },
    })
  })

  it('sends what carries no change event to the DLQ and goes on with the rest', async () => {
    await invalidator.deliver([aMessage(null, { body: 'none' }), aChange('b', 1)])

    expect(invalidator.deadLetters.letters).toMatchObject([
      { body: 'none', code: 'event.not_json' },
    ])
    expect(cache.calls).toHaveLength(1)
  })

  describe('a list of what is no key attribute', () => {
    const byStatus = { 'orders-of-status': { by: ['status'], closedSeconds: 2 } }
    beforeEach(() => {
      invalidator = new CacheInvalidatorUnderTest(cache, [
        { ...order, cache: { fanOut: byStatus } },
      ])
    })

    it('is invalidated before and after', async () => {
      const event = aChangeEvent({ id: 'a', after: anOrder({ status: 'shipped' }) })

      await invalidator.deliver([aMessage({ ...event, before: anOrder({ status: 'pending' }) })])

      const lists = cache.calls[0]?.filter(({ of }) => of === 'list')
      expect(lists).toEqual(
        ['pending', 'shipped'].map((status) => ({
          of: 'list',
          key: `orders-of-status:{${status}}`,
          closedMs: 2_000,
        })),
      )
    })

    it('is counted where it cannot be told, once the change is done', async () => {
      const parked = aChange('a', 1, { parked: true })
      cache.answer = () => DOWN
      await invalidator.deliver([parked])
      cache.answer = () => ({ kind: 'applied' })

      await invalidator.deliver([parked, aChange('b', 1, { op: 'insert' })])

      expect(invalidator.metrics.published).toEqual([
        { EventsRetried: 1, WaitingMs: 4_000 },
        { FanOutUnknown: 1 },
        { EventsApplied: 2, LagMs: 4_000 },
      ])
    })
  })
})
