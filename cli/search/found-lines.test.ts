import { describe, expect, it } from 'vitest'
import { order } from '../../entities/order.ts'
import { toJsonLines, toTextLines } from './found-lines.ts'

const aFound = (...documents: Record<string, unknown>[]) => ({
  total: documents.length,
  hits: documents.map((document, place) => ({ id: `id-${place}`, document })),
})

describe('toTextLines', () => {
  it('is a table of top-level values without the keys, and how many there are', () => {
    const found = aFound(
      { pk: 'a', sk: 'b', status: 'shipped', total: 129.9, items: [{ sku: 'KB-87' }] },
      { pk: 'a', sk: 'c', status: 'pending', isGift: true },
    )

    expect(toTextLines(found, order)).toEqual([
      'id    status   total  isGift',
      '----  -------  -----  ------',
      'id-0  shipped  129.9',
      'id-1  pending         true',
      '2 documents found',
    ])
  })

  it.each(['12345678901234567890123456789012345678', `-0.${'0'.repeat(129)}1`])(
    'never cuts a number: %s',
    (total) => {
      const [, , row] = toTextLines(aFound({ total, status: 'shipped' }), order)

      expect(row).toBe(`id-0  ${total}  shipped`)
    },
  )

  it('cuts long text', () => {
    const [, , row] = toTextLines(aFound({ email: `tok_k1_${'a'.repeat(64)}` }), order)

    expect(row).toBe(`id-0  tok_k1_${'a'.repeat(24)}…`)
  })

  it('says how many there are beyond those shown, or that there are none', () => {
    expect(toTextLines({ ...aFound({ a: 1 }), total: 7 }, order).at(-1)).toBe(
      '7 documents found, 1 shown (see --size)',
    )
    expect(toTextLines(aFound(), order)).toEqual(['No documents found.'])
  })
})

describe('toJsonLines', () => {
  it('is a document a line, whole', () => {
    const documents = [{ total: '9007199254740993', _other: { 'a..b': 1 } }, { total: 1e-7 }]

    expect(toJsonLines(aFound(...documents))).toEqual([
      '{"total":"9007199254740993","_other":{"a..b":1}}',
      '{"total":1e-7}',
    ])
  })
})
