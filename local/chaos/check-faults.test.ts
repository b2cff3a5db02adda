import { describe, expect, it } from 'vitest'
import { DELAY_MS_MAX, listMistakes } from './check-faults.ts'
import { FAULTS_OF } from './fault.ts'
import { HOP_NAMES } from './hops.ts'

describe('listMistakes', () => {
  it('takes every fault that a hop has, at both ends of its range', () => {
    for (const most of [0, 1]) {
      const all = HOP_NAMES.map((hop) => [
        hop,
        Object.fromEntries(FAULTS_OF[hop].map((kind) => [kind, most])),
      ])
      expect(listMistakes(Object.fromEntries(all))).toEqual([])
    }
    expect(listMistakes({ search: { delayMs: DELAY_MS_MAX } })).toEqual([])
    expect(listMistakes({})).toEqual([])
  })

  it.each<[unknown, string]>([
    [undefined, 'Faults are an object'],
    [[], 'Faults are an object'],
    [{ toString: {} }, 'There is no "toString"'],
    [{ search: 1 }, 'search: what goes wrong there is an object.'],
    [{ search: { eror: 1 } }, 'There is no "eror" (error?) among the faults of search.'],
    [{ stream: { duplicate: 1 } }, 'There is no "duplicate" (delayMs, error, lostReply)'],
    [{ search: { error: '0.5' } }, 'search: error lies within 0 and 1, not 0.5.'],
    [{ search: { error: Number.NaN } }, 'search: error lies within 0 and 1, not NaN.'],
    [{ search: { delayMs: -1 } }, `search: delayMs lies within 0 and ${DELAY_MS_MAX}, not -1.`],
    [{ search: { delayMs: null } }, 'not null.'],
  ])('refuses %j: %s', (faults, sentence) => {
    expect(listMistakes(faults)).toEqual([expect.stringContaining(sentence)])
  })
})
