import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { compilePattern } from './index.ts'
import { patternRules } from './rules.ts'

interface Vector {
  readonly id: string
  readonly pattern: unknown
  readonly event: unknown
  readonly valid: boolean
  readonly match: boolean
  readonly pipes: boolean
  readonly parsedValid?: boolean
  readonly parsedMatch?: boolean
}

/** Vectors that record a quirk of the library they were made with, and why ours is without it. */
const LEFT_OUT: Readonly<Record<string, string>> = {
  'dotted-keys-015': 'an empty name below another is a field like any other',
  'ignore-case-edge-001': 'a character of two UTF-16 units is itself, not "??"',
  'ignore-case-edge-002': 'a character of two UTF-16 units is itself, not "??"',
  'ignore-case-edge-003': 'a character of two UTF-16 units is itself, not "??"',
}

const vectors = readFileSync(new URL('../../test/fixtures/patterns.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Vector)
  .filter((vector) => vector.pattern !== null && !(vector.id in LEFT_OUT))

function compiles(pattern: unknown, dialect: 'rule' | 'pipe'): boolean {
  try {
    compilePattern(pattern, dialect)
    return true
  } catch {
    return false
  }
}

describe('compilePattern', () => {
  it(patternRules.matchesAsRecorded.text, () => {
    const wrong = vectors.filter((vector) => {
      const valid = vector.parsedValid ?? vector.valid
      if (compiles(vector.pattern, 'rule') !== valid) return true
      if (!valid) return false
      return compilePattern(vector.pattern)(vector.event) !== (vector.parsedMatch ?? vector.match)
    })

    expect(wrong.map((vector) => `${vector.id} ${JSON.stringify(vector)}`)).toEqual([])
  })

  it('refuses what a Pipe filter lacks, and matches alike in both dialects', () => {
    const wrong = vectors.filter((vector) => {
      const inPipes = vector.pipes || (vector.parsedValid === true && !vector.valid)
      if (compiles(vector.pattern, 'pipe') !== inPipes) return true
      if (!inPipes) return false
      const expected = vector.parsedMatch ?? vector.match
      return compilePattern(vector.pattern, 'pipe')(vector.event) !== expected
    })

    expect(wrong.map((vector) => `${vector.id} ${JSON.stringify(vector)}`)).toEqual([])
  })

  it('names the field and the reason of an invalid pattern', () => {
    const invalid = { detail: { type: 'order' } }

    expect(() => compilePattern(invalid)).toThrow(
      '"detail.type": values stand in a list: ["order"], not "order"',
    )
  })

  it('leaves out at most ten vectors', () => {
    expect(Object.keys(LEFT_OUT).length).toBeLessThanOrEqual(10)
  })
})
