import { beforeEach, describe, expect, it } from 'vitest'
import { order } from '../../entities/order.ts'
import { toUnknown } from '../../shared/batch/outcome.ts'
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
import { CONTRACT_AGE_MS_MAX } from './contract-cache.ts'

const CODEC = 'aws-20-10-1'
const LINEAGE = { table: TABLE, stream: STREAM }

describe('createSearchProjector', () => {
  let index: MemorySearchIndex
  let projector: ProjectorUnderTest
  beforeEach(() => {
    index = new MemorySearchIndex()
    index.setContract('orders', { codec: CODEC, lineages: [LINEAGE] })
    projector = new ProjectorUnderTest(index, [order])
  })

  const aChange = (id: string, counter: number, wish: ChangeWish = {}) =>
    aMessage(aChangeEvent({ id, counter, after: anOrder({ total: counter }), ...wish }))
  const stored = (id: string) => index.documents.get('orders')?.get(id)
  const codesOfRetries = () => projector.log.lines.flatMap(({ fields }) => fields.retryCodes ?? [])

  describe('order', () => {
    it('writes only the newest change of an item', async () => {
      const back = await projector.deliver([aChange('a', 1), aChange('a', 3), aChange('a', 2)])

      expect(back).toEqual([])
      expect(index.requests.map((writes) => writes.length)).toEqual([1])
      expect(stored('a')?.source).toMatchObject({ total: 3 })
    })

    it('leaves a newer document as it is', async () => {
      await projector.deliver([aChange('a', 3)])

      const back = await projector.deliver([aChange('a', 2)])

      expect(back).toEqual([])
      expect(stored('a')?.source).toMatchObject({ total: 3 })
    })

    it('compares numbers of different length as numbers', async () => {
      await projector.deliver([aChange('a', 10), aChange('a', 9)])

      expect(stored('a')?.source).toMatchObject({ total: 10 })
    })

    it('lets a snapshot lose to every change, before or after it', async () => {
      await projector.deliver([aChange('a', 1), aChange('a', 0, { op: 'snapshot' })])
      await projector.deliver([aChange('b', 0, { op: 'snapshot' })])
      await projector.deliver([aChange('b', 1), aChange('c', 0, { op: 'snapshot' })])

      expect(['a', 'b', 'c'].map((id) => stored(id)?.source.total)).toEqual([1, 1, 0])
    })

    it('lets a change of a later stream win over every number of an earlier one', async () => {
      const lineages = [LINEAGE, { table: TABLE, stream: LATER_STREAM }]
      index.setContract('orders', { codec: CODEC, lineages })

      await projector.deliver([aChange('a', 900), aChange('a', 1, { stream: LATER_STREAM })])
      await projector.deliver([aChange('a', 901)])

      expect(stored('a')?.source).toMatchObject({ total: 1 })
    })

    it('counts a change that was delivered twice in a batch as a duplicate', async () => {
      await projector.deliver([aChange('a', 2), aChange('a', 2), aChange('a', 1)])

      expect(projector.log.lines.at(-1)?.fields).toMatchObject({
        applied: 1,
        duplicate: 1,
        stale: 1,
      })
    })
  })

  describe('a removal', () => {
    it('leaves a tombstone with its version and nothing of the item', async () => {
      await projector.deliver([aChange('a', 1)])

      await projector.deliver([aChange('a', 2, { op: 'remove' })])

      expect(stored('a')).toEqual({
        version: 2048n,
        seqNo: 2n,
        source: {
          _cdc: {
            id: 'a',
            seq: '0000000000000000000200000000000000935255',
            stream: STREAM,
            table: TABLE,
            op: 'remove',
            time: '2026-11-21T07:26:36Z',
            eventID: 'event-remove-200000000000000935255',
            deleted: true,
          },
        },
      })
    })

    it('is not undone by an older change that comes late', async () => {
      await projector.deliver([aChange('a', 2, { op: 'remove' })])

      await projector.deliver([aChange('a', 1, { op: 'insert' })])

      expect(stored('a')?.source).toMatchObject({ _cdc: { deleted: true } })
    })
  })

  describe('poison', () => {
    it('goes to the DLQ at once and its neighbours are applied', async () => {
      index.refuse = ({ id }) => id === 'b'
      const poison = aChange('b', 1)

      const back = await projector.deliver([aChange('a', 1), poison, aChange('c', 1)])

      expect(back).toEqual([])
      expect([...(index.documents.get('orders')?.keys() ?? [])]).toEqual(['a', 'c'])
      expect(projector.deadLetters.letters).toMatchObject([
        { body: poison.body, code: 'document.mapping_refused' },
      ])
    })

    it('lets the next newest of the item take its place', async () => {
      index.refuse = ({ source }) => source.total === 3
      const newest = aChange('a', 3)

      const back = await projector.deliver([aChange('a', 1), aChange('a', 2), newest])

      expect(back).toEqual([])
      expect(stored('a')?.source).toMatchObject({ total: 2 })
      expect(projector.deadLetters.letters.map(({ body }) => body)).toEqual([newest.body])
      expect(projector.log.lines.at(-1)?.fields).toMatchObject({ applied: 1, stale: 1, poison: 1 })
    })

    it('asks again only for the items that were refused', async () => {
      index.refuse = ({ id, source }) => id === 'a' && source.total !== 1
      const batch = [aChange('a', 1), aChange('a', 2), aChange('a', 3), aChange('b', 1)]

      await projector.deliver(batch)

      expect(index.requests.map((writes) => writes.map(({ id }) => id))).toEqual([
        ['a', 'b'],
        ['a'],
        ['a'],
      ])
    })

    it('leaves what is left of the item to a later batch when time is short', async () => {
      index.refuse = ({ source }) => source.total === 2
      projector.remainingMs = 15_000
      const older = aChange('a', 1)

      const back = await projector.deliver([older, aChange('a', 2)])

      expect(back).toEqual([older])
      expect(projector.deadLetters.letters).toHaveLength(1)
      expect(codesOfRetries()).toEqual([{ 'batch.no_time': 1 }])
    })

    it('is a sequence number of another layout', async () => {
      await projector.deliver([
        aChange('a', 1, { sequenceNumber: '000000000000000000001' }),
        aChange('b', 1),
      ])

      expect(projector.deadLetters.letters).toMatchObject([{ code: 'record.sequence_invalid' }])
      expect(stored('b')).toBeDefined()
    })

    it('is a body that carries no change event', async () => {
      await projector.deliver([aMessage(null, { body: 'none' }), aChange('b', 1)])

      expect(projector.deadLetters.letters).toMatchObject([
        { body: 'none', code: 'event.not_json' },
      ])
      expect(stored('b')).toBeDefined()
    })
  })

  describe('an index in trouble', () => {
    it('makes all messages of the item come back, and no others', async () => {
      index.fail = ({ id }) => (id === 'a' ? { kind: 'retryable', code: 'index.throttled' } : null)
      const ofA = [aChange('a', 1), aChange('a', 2)]

      const back = await projector.deliver([...ofA, aChange('b', 1)])

      expect(new Set(back)).toEqual(new Set(ofA))
      expect(projector.redelivery.delayed).toHaveLength(2)
      expect(stored('b')).toBeDefined()
    })

    it('makes the older ones come back when it fails after a refusal', async () => {
      index.refuse = ({ source }) => source.total === 2
      index.fail = ({ source }) =>
        source.total === 1 ? { kind: 'retryable', code: 'index.throttled' } : null
      const older = aChange('a', 1)

      const back = await projector.deliver([older, aChange('a', 2)])

      expect(back).toEqual([older])
      expect(projector.deadLetters.letters).toHaveLength(1)
    })

    it('makes a change come back whose answer nobody understands, with all others of its item', async () => {
      index.fail = () => toUnknown('status 418')
      const messages = [aChange('a', 1), aChange('a', 2)]

      expect(await projector.deliver(messages)).toEqual(messages)
    })
  })

  describe('lineage', () => {
    it('holds back a change of an unknown stream before anything of it is written', async () => {
      const foreign = aChange('a', 999, { stream: LATER_STREAM })

      const back = await projector.deliver([foreign, aChange('b', 1)])

      expect(back).toEqual([foreign])
      expect(index.requests.flat().map(({ id }) => id)).toEqual(['b'])
      expect(codesOfRetries()).toEqual([{ 'lineage.unknown': 1 }])
    })

    it('lets it through once the index lists the stream', async () => {
      const message = aChange('a', 1, { stream: LATER_STREAM })
      await projector.deliver([message])

      const lineages = [LINEAGE, { table: TABLE, stream: LATER_STREAM }]
      index.setContract('orders', { codec: CODEC, lineages })

      expect(await projector.deliver([message])).toEqual([])
      expect(stored('a')?.version).toBe(2n ** 53n + 1024n)
    })

    it('reads the contract once, and once more per batch that is held back', async () => {
      await projector.deliver([aChange('a', 1), aChange('b', 1)])
      await projector.deliver([aChange('a', 2)])
      expect(index.contractReads).toBe(1)

      const foreign = { stream: LATER_STREAM }
      await projector.deliver([aChange('a', 3, foreign), aChange('b', 3, foreign)])
      expect(index.contractReads).toBe(2)
    })

    it('goes by the list of an index that was made anew once the one it holds is too old', async () => {
      await projector.deliver([aChange('a', 1)])
      const lineages = [{ table: TABLE, stream: LATER_STREAM }, LINEAGE]
      index.setContract('orders', { codec: CODEC, lineages })

      projector.nowMs += CONTRACT_AGE_MS_MAX - 1
      await projector.deliver([aChange('b', 1)])
      projector.nowMs += 1
      await projector.deliver([aChange('c', 1)])

      expect(stored('b')?.version).toBe(1024n)
      expect(stored('c')?.version).toBe(2n ** 53n + 1024n)
      expect(index.contractReads).toBe(2)
    })

    it('writes nothing to an index with versions of another codec', async () => {
      index.setContract('orders', { codec: 'dynamodb-local-0-10-1', lineages: [LINEAGE] })
      const message = aChange('a', 1)

      expect(await projector.deliver([message])).toEqual([message])
      expect(index.requests).toEqual([])
      expect(codesOfRetries()).toEqual([{ 'codec.mismatch': 1 }])
    })

    it('waits for an index that is not there yet', async () => {
      const nowhere = new ProjectorUnderTest(new MemorySearchIndex(), [order])
      const message = aChange('a', 1)

      expect(await nowhere.deliver([message])).toEqual([message])
    })
  })

  it('keeps a change of an entity that it does not know yet', async () => {
    const message = aChange('a', 1, { entity: 'customer' })

    expect(await projector.deliver([message, aChange('b', 1)])).toEqual([message])
    expect(codesOfRetries()).toEqual([{ 'entity.unknown': 1 }])
  })

  it('is done with a parked change without asking the index', async () => {
    expect(await projector.deliver([aChange('a', 1, { parked: true })])).toEqual([])
    expect(index.requests).toEqual([])
  })

  it('answers an empty batch with nothing', async () => {
    expect(await projector.invoke([])).toEqual({ batchItemFailures: [] })
  })
})
