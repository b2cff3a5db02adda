import { describe, expect, it } from 'vitest'
import { batchSizeOf } from './batch-size.ts'

describe('batchSizeOf', () => {
  it.each([
    { rate: 0.01, windowSeconds: 1, sizeMax: 500, batch: 1 },
    { rate: 1, windowSeconds: 1, sizeMax: 500, batch: 1 },
    { rate: 20, windowSeconds: 5, sizeMax: 500, batch: 100 },
    { rate: 1_000, windowSeconds: 1, sizeMax: 500, batch: 500 },
    { rate: 1_000, windowSeconds: 0, sizeMax: 10, batch: 1 },
  ])('gives $batch at $rate a second, a window of $windowSeconds s and $sizeMax at most', (one) => {
    expect(batchSizeOf(one)).toBe(one.batch)
  })
})
