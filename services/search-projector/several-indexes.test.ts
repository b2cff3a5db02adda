import { beforeEach, describe, expect, it } from 'vitest'
import { order } from '../../entities/order.ts'
import {
  aChangeEvent,
  aMessage,
  type ChangeWish,
  LATER_STREAM,
  STREAM,
  TABLE,
} from '../../test/builders/change-event.ts'
import { ProjectorUnderTest } from '../../test/builders/projector.ts'
import { MemorySearchIndex } from '../../test/fakes/memory-search-index.ts'

const ID = 'CUSTOMER#c-17|ORDER#o-204'
const FIRST = { table: TABLE, stream: STREAM }
const SECOND = { table: TABLE, stream: LATER_STREAM }

/** A copy of the order that goes into an index of its own. */
const returned = {
  ...order,
  name: 'return',
  search: { ...order.search, index: 'returns' },
}

describe('a batch of two entities with an index each', () => {
  let index: MemorySearchIndex
  let projector: ProjectorUnderTest
  beforeEach(() => {
    index = new MemorySearchIndex()
    index.setContract('orders', { codec: 'aws-20-10-1', lineages: [FIRST, SECOND] })
    index.setContract('returns', { codec: 'aws-20-10-1', lineages: [SECOND] })
    projector = new ProjectorUnderTest(index, [order, returned])
  })

  const aChange = (entity: string, wish: ChangeWish = {}) =>
    aMessage(aChangeEvent({ entity, id: ID, stream: LATER_STREAM, ...wish }))
  const versionIn = (name: string) => index.documents.get(name)?.get(ID)?.version

  it('tells items of one id apart by their index', async () => {
    const back = await projector.deliver([aChange('order'), aChange('return')])

    expect(back).toEqual([])
    expect([...index.documents].map(([name, documents]) => [name, [...documents.keys()]])).toEqual([
      ['orders', [ID]],
      ['returns', [ID]],
    ])
  })

  it("counts generations by each index's own list", async () => {
    await projector.deliver([aChange('order', { counter: 7 }), aChange('return', { counter: 7 })])

    expect(versionIn('orders')).toBe(2n ** 53n + (7n << 10n))
    expect(versionIn('returns')).toBe(7n << 10n)
  })

  it('holds a change back from the index that does not list its stream, and from no other', async () => {
    const unlisted = aChange('return', { stream: STREAM })

    const back = await projector.deliver([unlisted, aChange('order', { stream: STREAM })])

    expect(back).toEqual([unlisted])
    expect(versionIn('orders')).toBeDefined()
  })
})
