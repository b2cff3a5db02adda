import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseValueText, toValueText } from './value-text.ts'

const itself: Record<string, unknown> = {}
itself.held = { itself }

describe('toValueText', () => {
  it('is empty for what does not exist, and only for that', () => {
    expect(toValueText(undefined)).toBe('')
    expect(toValueText('')).toBe('""')
    expect(toValueText(null)).toBe('null')
  })

  it('leaves out an attribute that is undefined', () => {
    expect(toValueText({ note: undefined, total: 1 })).toBe('{"total":1}')
  })

  it('takes an object that is held twice, but not within itself', () => {
    const address = { city: 'Lodz' }

    expect(toValueText([address, address])).toBe('[{"city":"Lodz"},{"city":"Lodz"}]')
  })

  it.each([
    ['a date', { at: [new Date(0)] }, '$.at[0] is a Date'],
    ['a set', { tags: new Set(['a']) }, '$.tags is a Set'],
    ['a map', new Map(), '$ is a Map'],
    ['bytes', { image: new Uint8Array(1) }, '$.image is a Uint8Array'],
    ['a bigint', { total: 1n }, '$.total is of type bigint'],
    ['a number that is none', [Number.NaN], '$[0] is the number NaN'],
    ['an infinite number', Number.POSITIVE_INFINITY, '$ is the number Infinity'],
    ['a hole', [1, undefined], '$[1] is of type undefined'],
    ['a function', { load: () => 1 }, '$.load is of type function'],
    ['what holds itself', itself, '$.held.itself is an object that holds itself'],
    ['what writes itself', { toJSON: () => 1 }, '$ is an object with toJSON'],
  ])('refuses %s and says where it is', (_, value, says) => {
    expect(() => toValueText(value)).toThrow(
      expect.objectContaining({
        code: 'cache.value_unsupported',
        message: expect.stringContaining(says),
      }),
    )
  })

  it('property: what is taken comes back the same', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        // JSON has one zero.
        const expected = JSON.parse(JSON.stringify(value))

        expect(parseValueText(toValueText(value))).toEqual(expected)
      }),
    )
  })
})
