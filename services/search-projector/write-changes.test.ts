import { beforeEach, describe, expect, it } from 'vitest'
import { order } from '../../entities/order.ts'
import {
  aChangeEvent,
  aMessage,
  anOrder,
  type ChangeWish,
  LATER_STREAM,
  STREAM,
  TABLE,
} from '../../test/builders/change-event.ts'
import { ProjectorUnderTest } from '../../test/builders/projector.ts'
import { MemorySearchIndex } from '../../test/fakes/memory-search-index.ts'

/** An index in which something else happens between a conflict and the reading, or right after it. */
class BusyIndex extends MemorySearchIndex {
  beforeRead: () => unknown = () => undefined
  afterRead: () => unknown = () => undefined

  override async readStates(...args: Parameters<MemorySearchIndex['readStates']>) {
    await this.beforeRead()
    const states = await super.readStates(...args)
    await this.afterRead()
    return states
  }
}

describe('writing changes', () => {
  let index: BusyIndex
  let projector: ProjectorUnderTest
  beforeEach(() => {
    index = new BusyIndex()
    const lineages = [{ table: TABLE, stream: STREAM }]
    index.setContract('orders', { codec: 'aws-20-10-1', lineages })
    projector = new ProjectorUnderTest(index, [order])
  })

  const aChange = (sequenceNumber: string, total: number, wish: ChangeWish = {}) =>
    aMessage(aChangeEvent({ id: 'a', sequenceNumber, after: anOrder({ total }), ...wish }))
  const total = () => index.documents.get('orders')?.get('a')?.source.total
  const version = () => index.documents.get('orders')?.get('a')?.version
  const lastCounts = () => projector.log.lines.at(-1)?.fields
  const requests = () => [index.requests.length, index.reads.length]
  const put = (version: bigint, source: object = {}) =>
    index.documents.get('orders')?.set('a', { version, source: source as never, seqNo: 99n })

  const EARLY = '400000000008367680596'
  const LATE = '400000000008367680597'
  const NEXT = '500000000000000000001'

  it('takes one request when nothing is in the way', async () => {
    await projector.deliver([aChange(EARLY, 1)])

    expect(requests()).toEqual([1, 0])
  })

  it.each([
    ['stale', EARLY, { stale: 1, duplicate: 0 }],
    ['a duplicate', NEXT, { stale: 0, duplicate: 1 }],
  ])('finds out with one request more that a change is %s', async (_, number, counts) => {
    await projector.deliver([aChange(NEXT, 2)])

    expect(await projector.deliver([aChange(number, 1)])).toEqual([])

    expect(lastCounts()).toMatchObject({ applied: 0, ...counts })
    expect(requests()).toEqual([2, 1])
    expect(total()).toBe(2)
  })

  it('asks for all that are in conflict at once, and for no others', async () => {
    await projector.deliver(['b', 'c'].map((id) => aChange(NEXT, 1, { id })))

    await projector.deliver(['b', 'c', 'd'].map((id) => aChange(EARLY, 1, { id })))

    expect(index.reads.map((places) => places.map(({ id }) => id))).toEqual([['b', 'c']])
  })

  describe('a tie', () => {
    it('ends at the later change, whichever comes first', async () => {
      await projector.deliver([aChange(EARLY, 1)])
      await projector.deliver([aChange(LATE, 2)])

      expect([total(), version()]).toEqual([2, 4097n])
      expect(lastCounts()).toMatchObject({ applied: 1, tied: 1, stale: 0 })

      await projector.deliver([aChange(EARLY, 1)])
      expect(total()).toBe(2)
      expect(lastCounts()).toMatchObject({ applied: 0, tied: 0, stale: 1 })
    })

    it('leaves room for the change that follows', async () => {
      await projector.deliver([aChange(EARLY, 1)])
      await projector.deliver([aChange(LATE, 2)])

      await projector.deliver([aChange(NEXT, 3)])

      expect([total(), version()]).toEqual([3, 5120n])
    })

    it('goes on from what another wrote meanwhile', async () => {
      await projector.deliver([aChange(EARLY, 1)])
      const other = new ProjectorUnderTest(index, [order])
      index.afterRead = () => {
        index.afterRead = () => undefined
        return other.deliver([aChange('400000000009999999999', 9)])
      }

      expect(await projector.deliver([aChange(LATE, 2)])).toEqual([])

      expect(total()).toBe(9)
      expect(lastCounts()).toMatchObject({ applied: 0, stale: 1 })
    })

    it('comes back when others keep writing the item', async () => {
      await projector.deliver([aChange(EARLY, 1)])
      const stored = index.documents.get('orders')?.get('a')
      let seqNo = 100n
      index.afterRead = () => {
        seqNo += 1n
        if (stored) index.documents.get('orders')?.set('a', { ...stored, seqNo })
      }
      const message = aChange(LATE, 2)

      expect(await projector.deliver([message])).toEqual([message])

      expect(lastCounts()).toMatchObject({ retryCodes: { 'index.contended': 1 } })
      expect(requests()).toEqual([6, 4])
    })

    it('comes back, and is told, when a counter has no room for another', async () => {
      await projector.deliver([aChange(EARLY, 1)])
      put(5119n, index.documents.get('orders')?.get('a')?.source)
      const message = aChange(LATE, 2)

      expect(await projector.deliver([message])).toEqual([message])

      expect(lastCounts()).toMatchObject({ retryCodes: { 'order.ties_exhausted': 1 } })
      expect(await projector.deliver([aChange(NEXT, 3)])).toEqual([])
      expect(total()).toBe(3)
    })
  })

  it('comes back when the stored order contradicts the versions, and writes nothing', async () => {
    await projector.deliver([aChange(EARLY, 1)])
    put(2n ** 50n, index.documents.get('orders')?.get('a')?.source)
    const message = aChange(NEXT, 2)

    expect(await projector.deliver([message])).toEqual([message])

    expect(total()).toBe(1)
    expect(lastCounts()).toMatchObject({ retryCodes: { 'order.violated': 1 } })
  })

  it('dead-letters a change whose id another wrote', async () => {
    put(2n ** 50n, { total: 'of another' })
    const message = aChange(EARLY, 1)

    expect(await projector.deliver([message])).toEqual([])

    expect(projector.deadLetters.letters).toMatchObject([
      { body: message.body, code: 'document.foreign' },
    ])
    expect(total()).toBe('of another')
  })

  it('writes again when what was in the way is older by now', async () => {
    await projector.deliver([aChange(NEXT, 2)])
    index.beforeRead = () => {
      put(4096n, { _cdc: { table: TABLE, stream: STREAM, seq: EARLY.padStart(40, '0') } })
    }

    await projector.deliver([aChange('500000000000000000000', 3)])

    expect(total()).toBe(3)
    expect(lastCounts()).toMatchObject({ applied: 1, tied: 0 })
  })

  it('is stale against a removal that was purged between the conflict and the reading', async () => {
    await projector.deliver([aChange(NEXT, 0, { op: 'remove' })])
    index.beforeRead = () => index.documents.get('orders')?.clear()

    expect(await projector.deliver([aChange(EARLY, 1)])).toEqual([])

    expect(lastCounts()).toMatchObject({ stale: 1 })
    expect(total()).toBeUndefined()
  })

  it('waits while the stored change is of a lineage that its contract lacks', async () => {
    await projector.deliver([aChange(EARLY, 1)])
    const lineages = [STREAM, LATER_STREAM].map((stream) => ({ table: TABLE, stream }))
    index.setContract('orders', { codec: 'aws-20-10-1', lineages })
    const other = new ProjectorUnderTest(index, [order])
    await other.deliver([aChange(EARLY, 2, { stream: LATER_STREAM })])
    const message = aChange(NEXT, 3)

    expect(await projector.deliver([message])).toEqual([message])
    projector.nowMs += 5_000
    expect(await projector.deliver([message])).toEqual([])

    expect(total()).toBe(2)
    expect(lastCounts()).toMatchObject({ stale: 1 })
  })

  it.each([
    ['the reading fails', () => ({ kind: 'retryable', code: 'index.unavailable' }) as const],
    [
      'the reading is not understood',
      () => ({ kind: 'unknown', code: 'internal.unclassified', message: 'x' }) as const,
    ],
  ])('comes back when %s', async (_, failRead) => {
    await projector.deliver([aChange(EARLY, 1)])
    index.failRead = failRead
    const message = aChange(LATE, 2)

    expect(await projector.deliver([message, aChange(EARLY, 1, { id: 'b' })])).toEqual([message])
  })

  it('begins no further request when there is no time', async () => {
    await projector.deliver([aChange(EARLY, 1)])
    projector.remainingMs = 15_000
    const message = aChange(LATE, 2)

    expect(await projector.deliver([message])).toEqual([message])
    expect(requests()).toEqual([2, 0])

    projector.remainingMs = 300_000
    index.afterRead = () => {
      projector.remainingMs = 15_000
    }
    expect(await projector.deliver([message])).toEqual([message])
    expect(requests()).toEqual([3, 1])
    expect(lastCounts()).toMatchObject({ retryCodes: { 'batch.no_time': 1 } })
  })
})
