import { describe, expect, it } from 'vitest'
import { describeCost } from './athena-price.ts'

describe('describeCost', () => {
  it.each([
    [0, '0.00 MiB read, about $0.00000'],
    [1, '0.00 MiB read, about $0.00005'],
    [20 * 2 ** 20 + 1, '20 MiB read, about $0.00010'],
    [2 ** 40, '1048576 MiB read, about $5.00'],
  ])('tells of %d bytes: %s', (bytes, text) => {
    expect(describeCost(bytes)).toBe(text)
  })
})
