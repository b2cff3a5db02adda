import { Buffer } from 'node:buffer'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fitReason } from './fit-reason.ts'

const bytesInJson = (text: string) => Buffer.byteLength(JSON.stringify(text)) - 2

describe('fitReason', () => {
  it('keeps what fits as it is', () => {
    expect(fitReason('one\ntwo', 200)).toBe('one\ntwo')
  })

  it('keeps whole lines from the first on, and says how many are missing', () => {
    const lines = ['the head', ...Array.from({ length: 20 }, (_, place) => `- field ${place}`)]

    const fitted = fitReason(lines.join('\n'), 200)

    const kept = fitted.split('\n')
    expect(kept.slice(0, -1)).toEqual(lines.slice(0, kept.length - 1))
    expect(kept.at(-1)).toBe(`- and ${lines.length - kept.length + 1} more: see the function's log`)
  })

  it('cuts a first line that is too long by itself, between characters', () => {
    const fitted = fitReason('😀'.repeat(200), 200)

    expect(fitted).toMatch(/^(😀)+…\n- the whole of it: see the function's log$/u)
  })

  it('property: it never takes more bytes than it may, as JSON counts them', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'ł', '"', '\n', '😀'), maxLength: 900 })
    fc.assert(
      fc.property(text, fc.integer({ min: 200, max: 400 }), (reason, bytesMax) => {
        expect(bytesInJson(fitReason(reason, bytesMax))).toBeLessThanOrEqual(bytesMax)
      }),
    )
  })
})
