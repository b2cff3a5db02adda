import { describe, expect, it } from 'vitest'
import { batchSizeOf, fittingBatch } from './batch-size.ts'

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

describe('fittingBatch', () => {
  it.each([
    { sizeMax: 500, bytes: 2_000, batch: 500 },
    { sizeMax: 500, bytes: 60_000, batch: 104 },
    { sizeMax: 10, bytes: 7_000_000, batch: 1 },
  ])('takes $batch of $sizeMax of $bytes bytes into 6 MB', ({ sizeMax, bytes, batch }) => {
    expect(fittingBatch(sizeMax, bytes)).toBe(batch)
  })
})
