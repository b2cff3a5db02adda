import { describe, expect, it } from 'vitest'
import { printResult, toText } from './print-result.ts'

describe('printResult', () => {
  it('shows a row beside its baseline and its goal', () => {
    const text = printResult({
      suite: 'one',
      seconds: 2,
      peakBytes: 5 * 2 ** 20,
      tables: [
        {
          title: 'Work',
          unit: 'us',
          better: 'lower',
          rows: [
            { name: 'floor', values: [10, 20, 30] },
            { name: 'ours', values: [30, 40, 60], against: 'floor', goal: 1.5 },
          ],
        },
      ],
    })

    expect(text).toContain('one: 2 s, 5 MiB at most')
    expect(text).toMatch(/floor +20\.0 +10\.0 +30\.0$/m)
    expect(text).toMatch(/ours +40\.0 +30\.0 +60\.0 +2\.00 +1\.50 {2}MISSED$/m)
  })

  it.each([
    [1234.5, '1,235'],
    [12.34, '12.3'],
    [0.1234, '0.12'],
    [0.01234, '0.012'],
    [Number.NaN, '-'],
  ])('writes %d as %s', (figure, text) => expect(toText(figure)).toBe(text))
})
