import { describe, expect, it } from 'vitest'
import { blocked, flowing } from '../../test/builders/sale-recording.ts'
import { liveLine, longestLag, sideBySide } from './report.ts'

const COLUMNS_MAX = 100

describe('sideBySide', () => {
  const lines = sideBySide({ contrast: blocked, tailrace: flowing })

  it('fits a terminal, in a page', () => {
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(COLUMNS_MAX)
    expect(lines.length).toBeLessThan(40)
  })

  it('shows of both parts how far each sink is behind, and what has happened', () => {
    expect(lines.find((line) => line.trimStart().startsWith('40 '))).toBe(
      '  40     1400 |    10.0    10.0    10.0 |     1.5     1.5     1.5       1    0 | item corrected',
    )
    expect(lines.join('\n')).toContain('malformed item')
  })

  it('names each event once, in the row of its second or the one before', () => {
    const text = lines.join('\n')

    for (const words of ['flash sale', 'OpenSearch slow', 'item corrected', 'sale over']) {
      expect(text.split(words)).toHaveLength(2)
    }
  })

  it('shows the last that was seen of a part that missed a second', () => {
    const gaps = { ...blocked, samples: blocked.samples.filter(({ second }) => second !== 40) }

    const line = sideBySide({ contrast: gaps, tailrace: flowing }).find((one) =>
      one.trimStart().startsWith('40 '),
    )

    expect(line).toContain('|     9.0     9.0     9.0 |')
  })
})

describe('liveLine', () => {
  it('shows one second of a part and what has happened', () => {
    const [sample] = flowing.samples
    if (sample === undefined) throw new Error('a recording has samples')

    expect(liveLine(sample, [{ event: 'slow', second: 0 }])).toBe(
      '   0        0      1.5     1.5     1.5       0    0  OpenSearch slow',
    )
  })
})

describe('longestLag', () => {
  it('is the longest of all seconds', () => {
    expect(longestLag(blocked, 'search')).toBe(30_000)
  })
})
