import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cacheKey, cacheKeyOfId, toEntryKeys } from './cache-key.ts'

const part = fc.string({ unit: fc.constantFrom('a', '|', '%', '{', '}', '7', 'C', 'D', 'ü') })

describe('cacheKey', () => {
  it('is that of the id with the same parts', () => {
    const key = cacheKey('order', 'CUSTOMER#c-17', 'ORDER#o-204')

    expect(key).toBe(cacheKeyOfId('order', 'CUSTOMER#c-17|ORDER#o-204'))
    expect(toEntryKeys('tailrace', key)).toEqual({
      value: 'tailrace:order:{CUSTOMER#c-17|ORDER#o-204}:v',
      lease: 'tailrace:order:{CUSTOMER#c-17|ORDER#o-204}:l',
      floor: 'tailrace:order:{CUSTOMER#c-17|ORDER#o-204}:f',
    })
  })

  it('property: other parts give another key', () => {
    const parts = fc.tuple(part, part)
    fc.assert(
      fc.property(parts, parts, (one, other) => {
        const isSame = one[0] === other[0] && one[1] === other[1]

        expect(cacheKey('order', ...one) === cacheKey('order', ...other)).toBe(isSame)
      }),
      { numRuns: 2_000 },
    )
  })

  it('property: the three keys have one slot, whatever is in the parts', () => {
    fc.assert(
      fc.property(fc.array(part, { maxLength: 2 }), (parts) => {
        const { value, lease, floor } = toEntryKeys('tailrace', cacheKey('order', ...parts))

        expect(tagOf(value)).not.toBeNull()
        expect(tagOf(lease)).toBe(tagOf(value))
        expect(tagOf(floor)).toBe(tagOf(value))
      }),
      { numRuns: 2_000 },
    )
  })
})

/** What decides the slot: the text from the first `{` to the first `}` after it, if there is any. */
function tagOf(key: string): string | null {
  return /^[^{]*\{([^}]+)\}/.exec(key)?.[1] ?? null
}
