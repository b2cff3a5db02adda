import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import type { AttributeValue } from '../attribute-value/attribute-value.ts'
import { decodeNative } from '../attribute-value/decode-native.ts'
import {
  type Attribute,
  anything,
  binary,
  binarySet,
  dateTime,
  decimal,
  flag,
  integer,
  list,
  map,
  numberSet,
  oneOf,
  optional,
  text,
  textSet,
} from './attribute.ts'
import { isDateTime } from './is-date-time.ts'

/** One value of every DynamoDB type, each of which looks as much like the others as it can. */
const VALUES: readonly AttributeValue[] = [
  { S: '1' },
  { N: '1' },
  { B: 'MQ==' },
  { BOOL: true },
  { NULL: true },
  { SS: ['1'] },
  { NS: ['1'] },
  { BS: ['MQ=='] },
  { L: [{ S: '1' }] },
  { M: { a: { S: '1' } } },
]

describe('the attribute vocabulary', () => {
  it.each<[string, Attribute, string[]]>([
    ['text', text(), ['S']],
    ['oneOf', oneOf('1', '2'), ['S']],
    ['decimal', decimal(), ['N']],
    ['integer', integer(), ['N']],
    ['binary', binary(), ['B']],
    ['flag', flag(), ['BOOL']],
    ['textSet', textSet(), ['SS']],
    ['numberSet', numberSet(), ['NS']],
    ['binarySet', binarySet(), ['BS']],
    ['list', list(text()), ['L']],
    ['map', map({ a: text() }), ['M']],
    ['a map without required attributes', map({}), ['M']],
    ['optional', optional(text()), ['S']],
    ['anything', anything(), ['S', 'N', 'B', 'BOOL', 'NULL', 'SS', 'NS', 'BS', 'L', 'M']],
  ])('%s takes its own DynamoDB type only', (_, attribute, tags) => {
    const taken = VALUES.filter((value) => accepts(attribute, value))

    expect(taken.flatMap((value) => Object.keys(value))).toEqual(tags)
  })

  it.each<[string, Attribute, AttributeValue, boolean]>([
    ['a number of 38 digits', decimal(), { N: '12345678901234567890.123456789012345678' }, true],
    ['text that looks like a number', decimal(), { S: '129.9' }, false],
    ['text of 38 digits', decimal(), { S: '12345678901234567890123456789012345678' }, false],
    ['a whole number beyond a double', integer(), { N: '9007199254740993' }, true],
    ['a fraction', integer(), { N: '1.5' }, false],
    ['a fraction beyond a double', integer(), { N: '9007199254740993.5' }, false],
    ['a text that fits its pattern', text(/[A-Z]{3}/), { S: 'EUR' }, true],
    ['a text that only holds its pattern', text(/[A-Z]{3}/), { S: 'xEURx' }, false],
    ['a text of two lines', text(/[A-Z]{3}/), { S: 'EUR\nEUR' }, false],
    ['one alternative of a pattern', text(/a|b/), { S: 'ab' }, false],
    ['an empty text', text(), { S: '' }, true],
    ['a value not named', oneOf('a', 'b'), { S: 'c' }, false],
    ['a list with one bad element', list(integer()), { L: [{ N: '1' }, { S: '1' }] }, false],
    ['a map that lacks one', map({ a: text() }), { M: {} }, false],
    ['a map without what is inherited', map({ constructor: anything() }), { M: {} }, false],
    [
      'a map with more than declared',
      map({ a: text() }),
      { M: { a: { S: '' }, b: { N: '1' } } },
      true,
    ],
    ['a map that lacks an optional one', map({ a: optional(text()) }), { M: {} }, true],
    [
      'an optional one of another type',
      map({ a: optional(text()) }),
      { M: { a: { N: '1' } } },
      false,
    ],
  ])('%s', (_, attribute, value, expected) => {
    expect(accepts(attribute, value)).toBe(expected)
  })

  it('can be narrowed by the schema library and keeps its kind', () => {
    const short = v.pipe(text(), v.maxLength(3))

    expect(short.kindOf).toBe('text')
    expect(accepts(short, { S: 'abcd' })).toBe(false)
    expect(accepts(short, { S: 'abc' })).toBe(true)
  })
})

describe('dateTime', () => {
  it.each([
    '2026-11-21T07:26:36Z',
    '2026-11-21T07:26:36.123456789Z',
    '2026-11-21T07:26:36+05:30',
    '2026-11-21T07:26:36-00:00',
    '2024-02-29T00:00:00Z',
    '2000-02-29T00:00:00Z',
    '9999-12-31T23:59:59Z',
  ])('takes %s', (value) => {
    expect(accepts(dateTime(), { S: value })).toBe(true)
  })

  it.each([
    'yesterday',
    '',
    '2026-11-21',
    '2026-11-21T07:26:36',
    '2026-11-21 07:26:36Z',
    '2026-11-21T07:26Z',
    '2026-02-30T00:00:00Z',
    '2025-02-29T00:00:00Z',
    '1900-02-29T00:00:00Z',
    '2026-04-31T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-00-01T00:00:00Z',
    '2026-01-00T00:00:00Z',
    '2026-11-21T24:00:00Z',
    '2026-11-21T07:60:00Z',
    '2026-11-21T07:26:60Z',
    '2026-11-21T07:26:36+18:01',
    '2026-11-21T07:26:36.Z',
    '2026-11-21T07:26:36Z\n',
  ])('refuses %j', (value) => {
    expect(accepts(dateTime(), { S: value })).toBe(false)
  })

  it('refuses what is no text', () => {
    expect(isDateTime(1795246000)).toBe(false)
  })
})

function accepts(attribute: Attribute, value: AttributeValue): boolean {
  return v.safeParse(attribute, decodeNative(value)).success
}
