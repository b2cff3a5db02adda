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

/** A value of a key attribute: what it is, and two ways to write it. */
interface KeyValue {
  readonly type: KeyType
  readonly value: string
  readonly written: string
  readonly respelled: string
}

const separators = fc.string({ unit: fc.constantFrom('|', '%', '7C', '%7C'), maxLength: 2 })

const keyValue: fc.Arbitrary<KeyValue> = fc.oneof(
  fc
    .oneof(separators, fc.string({ unit: 'grapheme' }))
    .map((text) => ({ type: 'S' as const, value: text, written: text, respelled: text })),
  fc
    .tuple(fc.bigInt(-999n, 999n), fc.integer({ min: -130, max: 125 }))
    .map(([digits, exponent]) => ({
      type: 'N' as const,
      value: String(digits * 10n ** BigInt(exponent + 130)),
      written: `${digits}E${exponent}`,
      respelled: `${digits * 100n}.0e${exponent - 2}`,
    })),
  fc.uint8Array({ maxLength: 4 }).map((bytes) => {
    const base64 = Buffer.from(bytes).toString('base64')
    return { type: 'B' as const, value: [...bytes].join(','), written: base64, respelled: base64 }
  }),
)

describe('canonicalId of any key', () => {
  it('property: two items of a table have one id when they have one key, and only then', () => {
    const twice = keyValue.chain((one) =>
      fc.tuple(
        fc.constant(one),
        fc.oneof(
          fc.constant({ ...one, written: one.respelled }),
          keyValue.filter(({ type }) => type === one.type),
        ),
      ),
    )
    fc.assert(
      fc.property(twice, twice, ([pkA, pkB], [skA, skB]) => {
        const table = aTable(pkA.type, skA.type)
        const toId = (pk: KeyValue, sk: KeyValue) =>
          idOf(table, { pk: { [pk.type]: pk.written }, sk: { [sk.type]: sk.written } })

        expect(toId(pkA, skA)).toBeDefined()
        expect(toId(pkA, skA) === toId(pkB, skB)).toBe(
          pkA.value === pkB.value && skA.value === skB.value,
        )
        if (pkA.type !== skA.type) return
        expect(toId(pkA, skA) === toId(skA, pkA)).toBe(pkA.value === skA.value)
      }),
      { numRuns: 2_000 },
    )
  })

  it('is one for two texts of the same bytes', () => {
    const ids = ['AA==', 'AB=='].map((B) => idOf(aTable('B'), { pk: { B } }))

    expect(ids).toEqual(['AA==', 'AA=='])
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

  it.each(['!', 'AA=', 'A A=', 'not base64'])('takes %j for no binary key', (B) => {
    expect(parseItemKey(aTable('B'), { pk: { B } })).toBeUndefined()
  })

  it.each(['', 'one', '0x10', '1e', 'NaN'])('takes %j for no numeric key', (N) => {
    expect(parseItemKey(aTable('N'), { pk: { N } })).toBeUndefined()
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
