import { describe, expect, it } from 'vitest'
import { SHARES } from './catch-up.ts'
import { delaysAlone } from './delays-alone.ts'

const after = (outageSeconds: number) =>
  delaysAlone({ changes: 2_000, arrivedSeconds: 0, outageSeconds })

describe('delaysAlone', () => {
  it('has a figure for each share, in their order', () => {
    const seconds = after(60)

    expect(seconds).toHaveLength(SHARES.length)
    expect(seconds).toEqual(seconds.toSorted((a, b) => a - b))
  })

  it('lets nothing wait when nothing was refused', () => {
    expect(after(0)).toEqual([0, 0, 0, 0])
  })

  it('has everything back within the longest delay that a change had come to', () => {
    const all = after(60).at(-1)

    // 5, 10, 20 and 40 s at most, and half of each at least: the fifth is of 80 s at most.
    expect(all).toBeGreaterThan(40)
    expect(all).toBeLessThanOrEqual(80)
  })
})
