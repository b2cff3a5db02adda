import fc from 'fast-check'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { decodeNative } from '../attribute-value/decode-native.ts'
import {
  type Attribute,
  anything,
  binary,
  dateTime,
  decimal,
  flag,
  integer,
  item,
  list,
  map,
  oneOf,
  optional,
  text,
  textSet,
} from './attribute.ts'
import { toPredicate } from './predicate.ts'

const leaves = [
  text(),
  text(/[ab]/),
  oneOf('a', 'b'),
  dateTime(),
  decimal(),
  integer(),
  flag(),
  binary(),
  textSet(),
  anything(),
  v.pipe(text(), v.maxLength(1)) as unknown as Attribute,
  v.fallback(text(), 'a') as unknown as Attribute,
]

const { attribute } = fc.letrec<{ attribute: Attribute }>((tie) => ({
  attribute: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom(...leaves),
    tie('attribute').map(optional),
    tie('attribute').map(list),
    fc.dictionary(fc.constantFrom('x', 'y', 'constructor'), tie('attribute')).map(map),
  ),
}))

const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom<unknown>(
      { S: 'a' },
      { S: 'ab' },
      { S: '2026-11-21T07:26:36Z' },
      { N: '1' },
      { N: '1.5' },
      { N: '12345678901234567890' },
      { BOOL: true },
      { NULL: true },
      { B: 'MQ==' },
      { SS: ['a'] },
    ),
    fc.array(tie('value'), { maxLength: 3 }).map((L) => ({ L })),
    fc.dictionary(fc.constantFrom('x', 'y', 'z', 'constructor'), tie('value')).map((M) => ({ M })),
  ),
}))

describe('toPredicate', () => {
  it('property: takes what the schema takes', () => {
    fc.assert(
      fc.property(attribute, fc.option(value, { nil: undefined }), (schema, image) => {
        const decoded = image === undefined ? undefined : decodeNative(image)

        expect(toPredicate(schema)(decoded)).toBe(v.is(schema, decoded))
      }),
      { numRuns: 3_000 },
    )
  })

  it.each([
    [{ a: 'x' }, true],
    [{ a: 'x', b: 1 }, true],
    [{ b: 1 }, false],
    [{ a: 'x', b: 'x' }, false],
    [null, false],
    ['x', false],
  ])('takes %j as an item: %j', (value, taken) => {
    expect(toPredicate(item({ a: text(), b: optional(decimal()) }))(value)).toBe(taken)
  })

  it('takes no more than a pipe that was made from a schema, and no less than its fallback', () => {
    expect(
      toPredicate(
        v.pipe(
          item({}),
          v.check(() => false),
        ) as never,
      )({}),
    ).toBe(false)
    expect(toPredicate(v.fallback(text(), 'x'))(1)).toBe(true)
  })
})
