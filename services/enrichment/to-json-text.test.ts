import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toJsonText } from './to-json-text.ts'

describe('toJsonText', () => {
  it('property: gives what JSON.stringify gives', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(toJsonText(value)).toBe(JSON.stringify(value))
      }),
    )
  })

  it('gives the text of what is nested deeper than the stack', () => {
    const levels = 20_000
    const text = `${'{"L":['.repeat(levels)}{"S":"x"}${',1]}'.repeat(levels)}`

    expect(toJsonText(JSON.parse(text)) === text).toBe(true)
  })
})
