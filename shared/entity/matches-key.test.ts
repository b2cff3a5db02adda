import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { matchesPattern } from './matches-key.ts'

describe('matchesPattern', () => {
  it.each([
    ['ORDER#*', 'ORDER#o-204', true],
    ['ORDER#*', 'ORDER#', true],
    ['ORDER#*', 'order#o-204', false],
    ['ORDER#*', 'XORDER#o-204', false],
    ['ORDER#*', 'ORDER#two\nlines', true],
    ['PROFILE', 'PROFILE', true],
    ['PROFILE', 'PROFILE#', false],
    ['*', '', true],
    ['ORDER#*#ITEM#*', 'ORDER#1#ITEM#2', true],
    ['ORDER#*#ITEM#*', 'ORDER#1', false],
    ['*#v*#end', 'a#v1#v2#end', true],
    ['aa*aa', 'aaa', false],
    ['a*b*a', 'aba', true],
    ['a*b*ba', 'aba', false],
    ['a.c', 'abc', false],
  ])('%s and %j: %s', (pattern, text, expected) => {
    expect(matchesPattern(pattern, text)).toBe(expected)
  })

  it('property: it agrees with a regular expression', () => {
    const some = (letters: string) => fc.stringMatching(new RegExp(`^[${letters}]{0,10}$`))
    fc.assert(
      fc.property(some('ab*'), some('ab'), (pattern, text) => {
        const expected = new RegExp(`^${pattern.replaceAll('*', '.*')}$`).test(text)

        expect(matchesPattern(pattern, text)).toBe(expected)
      }),
      { numRuns: 2000 },
    )
  })
})
