import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalId, parseItemKey } from './item-key.ts'
import type { KeyType, TableKeys } from './table-keys.ts'

function aTable(pk: KeyType, sk?: KeyType): TableKeys {
  const partitionKey = { name: 'pk', type: pk }
  return sk === undefined ? { partitionKey } : { partitionKey, sortKey: { name: 'sk', type: sk } }
}

function idOf(table: TableKeys, keys: unknown): string | undefined {
  const key = parseItemKey(table, keys)
  return key && canonicalId(table, key)
}

describe('canonicalId', () => {
  it.each([
    [aTable('S', 'S'), { sk: { S: 'b' }, pk: { S: 'a' } }, 'a|b'],
    [aTable('S'), { pk: { S: 'a|b%c' } }, 'a%7Cb%25c'],
    [aTable('S', 'S'), { pk: { S: '%7C' }, sk: { S: '|' } }, '%257C|%7C'],
    [aTable('N'), { pk: { N: '01.50' } }, '1.5'],
    [aTable('N'), { pk: { N: '9007199254740993' } }, '9007199254740993'],
    [aTable('B', 'N'), { pk: { B: 'AP8=' }, sk: { N: '-0' } }, 'AP8=|0'],
  ])('%o of %o is %s', (table, keys, id) => {
    expect(idOf(table, keys)).toBe(id)
  })

  it('property: two different keys never have one id', () => {
    const part = fc.oneof(
      fc.string({ unit: fc.constantFrom('|', '%', '7', 'C', '2', '5') }),
      fc.string(),
    )
    const table = aTable('S', 'S')
    fc.assert(
      fc.property(part, part, part, part, (a, b, c, d) => {
        const same = a === c && b === d

        const [x, y] = [
          idOf(table, { pk: { S: a }, sk: { S: b } }),
          idOf(table, { pk: { S: c }, sk: { S: d } }),
        ]

        expect(x === y).toBe(same)
      }),
    )
  })
})

describe('canonicalId of numbers and binary', () => {
  it('property: two numbers have one id when they are one number, however they are written', () => {
    const number = fc
      .tuple(fc.bigInt(-(10n ** 5n), 10n ** 5n), fc.nat(3), fc.nat(2))
      .map(([digits, exponent, zeros]) => ({
        value: digits * 10n ** BigInt(3 - exponent),
        text: `${digits}${zeros > 0 ? `.${'0'.repeat(zeros)}` : ''}e-${exponent}`,
      }))
    fc.assert(
      fc.property(number, number, (a, b) => {
        const [x, y] = [a, b].map(({ text }) => idOf(aTable('N'), { pk: { N: text } }))

        expect(x === y).toBe(a.value === b.value)
        expect(x).toBeDefined()
      }),
    )
  })

  it('property: two binaries have one id when they are the same bytes', () => {
    const bytes = fc.uint8Array({ maxLength: 4 }).map((array) => Buffer.from(array))
    fc.assert(
      fc.property(bytes, bytes, bytes, bytes, (a, b, c, d) => {
        const ids = [
          [a, b],
          [c, d],
        ].map(([pk, sk]) =>
          idOf(aTable('B', 'B'), {
            pk: { B: pk?.toString('base64') },
            sk: { B: sk?.toString('base64') },
          }),
        )

        expect(ids[0] === ids[1]).toBe(a.equals(c) && b.equals(d))
      }),
    )
  })
})

describe('parseItemKey', () => {
  it('gives numbers as change events do', () => {
    const table = aTable('S', 'N')

    const small = parseItemKey(table, { pk: { S: 'a' }, sk: { N: '5' } })
    const large = parseItemKey(table, { pk: { S: 'a' }, sk: { N: '9007199254740993' } })

    expect(small?.values).toEqual({ pk: 'a', sk: 5 })
    expect(large?.values).toEqual({ pk: 'a', sk: '9007199254740993' })
  })

  it.each([
    undefined,
    [],
    {},
    { pk: { S: 'a' } },
    { pk: { S: 'a' }, sk: { N: '5' } },
    { pk: { S: 'a' }, sk: { S: 'b' }, other: { S: 'c' } },
    { pk: { S: 'a' }, sk: { S: 'b', N: '1' } },
    { pk: { S: 'a' }, sk: { S: 1 } },
    { pk: { S: 'a' }, sk: null },
  ])('takes %j for no key of a table of two texts', (keys) => {
    expect(parseItemKey(aTable('S', 'S'), keys)).toBeUndefined()
  })
})
