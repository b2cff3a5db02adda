import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareDecimals, toCanonicalDecimal, toExactNumber } from './decimal.ts'

/** A number of up to 38 digits with its point anywhere, in one of its many spellings. */
const spelled = fc
  .tuple(fc.boolean(), fc.stringMatching(/^[0-9]{1,30}$/), fc.stringMatching(/^[0-9]{0,8}$/))
  .map(([negative, whole, fraction]) => `${negative ? '-' : ''}${whole}.${fraction}`)

describe('toCanonicalDecimal', () => {
  it.each([
    ['1', '1'],
    ['+1', '1'],
    ['001.500', '1.5'],
    ['-0', '0'],
    ['-0.00', '0'],
    ['.5', '0.5'],
    ['5.', '5'],
    ['1e3', '1000'],
    ['1.25E+1', '12.5'],
    ['12.5e-3', '0.0125'],
    ['100e-2', '1'],
    ['0e10', '0'],
  ])('spells %s as %s', (text, canonical) => {
    expect(toCanonicalDecimal(text)).toBe(canonical)
  })

  it.each(['', '.', '-', 'abc', '1e', '0x10', 'NaN', 'Infinity', '1 ', '1,5'])(
    'takes %j for no number',
    (text) => {
      expect(toCanonicalDecimal(text)).toBeUndefined()
    },
  )

  it('property: it is a fixed point, and the same value as before', () => {
    fc.assert(
      fc.property(spelled, (text) => {
        const canonical = toCanonicalDecimal(text) ?? ''

        expect(toCanonicalDecimal(canonical)).toBe(canonical)
        expect(compareDecimals(text, canonical)).toBe(0)
        expect(Number(canonical)).toBe(Number(text) + 0)
      }),
    )
  })
})

describe('toExactNumber', () => {
  it('property: every number it gives prints as the same value', () => {
    fc.assert(
      fc.property(spelled, (text) => {
        const number = toExactNumber(text)

        if (number !== undefined) {
          expect(toCanonicalDecimal(String(number))).toBe(toCanonicalDecimal(text))
        }
      }),
    )
  })

  it('property: it gives every safe integer', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (integer) => {
        expect(toExactNumber(String(integer))).toBe(integer + 0)
      }),
    )
  })

  it('gives zero, and never a negative one', () => {
    expect(Object.is(toExactNumber('-0'), 0)).toBe(true)
  })
})

describe('compareDecimals', () => {
  it('tells apart what is equal as doubles', () => {
    expect(compareDecimals('9007199254740993', '9007199254740992')).toBeGreaterThan(0)
    expect(compareDecimals('0.1', '0.10000000000000000001')).toBeLessThan(0)
    expect(compareDecimals('-9007199254740993.5', '-9007199254740993')).toBeLessThan(0)
  })

  it('property: it orders as exact scaled integers do', () => {
    const scaled = fc.bigInt(-(10n ** 30n), 10n ** 30n)
    const toText = (value: bigint) => {
      const digits = (value < 0n ? -value : value).toString().padStart(9, '0')
      return `${value < 0n ? '-' : ''}${digits.slice(0, -8)}.${digits.slice(-8)}`
    }
    fc.assert(
      fc.property(scaled, scaled, (a, b) => {
        const order = Math.sign(compareDecimals(toText(a), toText(b)))

        expect(order).toBe(a < b ? -1 : a > b ? 1 : 0)
      }),
    )
  })
})
