import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  maxReceiveCount,
  RETRY_DELAY_SECONDS_FIRST,
  RETRY_DELAY_SECONDS_MAX,
  RETRY_SPAN_SECONDS,
  retryDelaySeconds,
} from './retry-delay.ts'

const luck = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })

describe('retryDelaySeconds', () => {
  it('begins within the first seconds', () => {
    expect(retryDelaySeconds(1, 0)).toBe(3)
    expect(retryDelaySeconds(1, 0.999)).toBe(RETRY_DELAY_SECONDS_FIRST)
  })

  it('doubles with each receive, up to 15 minutes', () => {
    const longest = [1, 2, 3, 4, 5, 6, 7, 8, 9, 400].map((count) =>
      retryDelaySeconds(count, 0.9999),
    )

    expect(longest).toEqual([5, 10, 20, 40, 80, 160, 320, 640, 900, 900])
  })

  it('property: is a whole number between half of the longest and the longest', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1000 }), luck, (receiveCount, random) => {
        const delay = retryDelaySeconds(receiveCount, random)
        const longest = retryDelaySeconds(receiveCount, 1)

        expect(Number.isInteger(delay)).toBe(true)
        expect(delay).toBeGreaterThanOrEqual(Math.floor(longest / 2))
        expect(delay).toBeLessThanOrEqual(Math.min(longest, RETRY_DELAY_SECONDS_MAX))
      }),
    )
  })
})

describe('maxReceiveCount', () => {
  it('is the number of receives after which the mean delays reach three days', () => {
    const count = maxReceiveCount()
    const waitedSeconds = (receives: number) =>
      Array.from({ length: receives }, (_, place) => retryDelaySeconds(place + 1, 0.5)).reduce(
        (sum, delay) => sum + delay,
        0,
      )

    expect(RETRY_SPAN_SECONDS).toBe(259_200)
    expect(waitedSeconds(count)).toBeGreaterThanOrEqual(RETRY_SPAN_SECONDS)
    expect(waitedSeconds(count - 2)).toBeLessThan(RETRY_SPAN_SECONDS)
  })

  it('is within what a redrive policy takes', () => {
    expect(maxReceiveCount()).toBeLessThanOrEqual(1000)
  })
})
