import { describe, expect, it } from 'vitest'
import { chunksOf, firehoseBytesOf } from './billed-size.ts'

describe('chunksOf', () => {
  it.each([
    [0, 1],
    [1, 1],
    [65_536, 1],
    [65_537, 2],
    [262_144, 4],
  ])('counts %d bytes as %d requests of 64 KB', (bytes, chunks) => {
    expect(chunksOf(bytes)).toBe(chunks)
  })
})

describe('firehoseBytesOf', () => {
  // The examples of AWS: 3 KB are billed as 5 KB, 12 KB as 15 KB.
  it.each([
    [3 * 1024, 5 * 1024],
    [5 * 1024, 5 * 1024],
    [5 * 1024 + 1, 10 * 1024],
    [12 * 1024, 15 * 1024],
  ])('counts a record of %d bytes as %d', (bytes, billed) => {
    expect(firehoseBytesOf(bytes)).toBe(billed)
  })
})
