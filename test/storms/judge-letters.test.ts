import { describe, expect, it } from 'vitest'
import { judgeLetters } from './judge-letters.ts'
import type { StormLetter } from './read-letters.ts'

const CLAIM = 'claim-checks/order/sha256-1.json'
const LETTER: StormLetter = {
  ...{ queue: 'search', kind: 'function', code: 'claim_check.lost', claim: CLAIM },
  ...{ id: null, op: null, eventID: 'e-1', position: 's/1' },
  ...{ sinceMs: 0, received: 1, letter: 'l-1' },
}
const { claim: _, ...WITHOUT_CLAIM } = LETTER

describe('judgeLetters', () => {
  it.each([
    ['images that a storm deleted', LETTER],
    ['a parked record', { ...LETTER, queue: 'parked', code: 'schema.mismatch' }],
  ])('accepts a letter of %s', (_what, letter) => {
    expect(judgeLetters([letter], new Set([CLAIM]))).toEqual([])
  })

  it.each([
    ['images that nobody deleted', LETTER, new Set(['another'])],
    ['no images', WITHOUT_CLAIM, new Set([CLAIM])],
    [
      'images that a storm deleted, for another reason',
      { ...LETTER, code: 'Boom' },
      new Set([CLAIM]),
    ],
  ])('finds a letter of %s', (_what, letter, lost) => {
    expect(judgeLetters([letter], lost)).toEqual([`dead letters: 1 (search ${letter.code} s/1)`])
  })
})
