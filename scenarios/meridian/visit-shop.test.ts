import { describe, expect, it } from 'vitest'
import { REMOVED } from './sale.ts'
import { isOutdated } from './visit-shop.ts'

const change = (mark: string, second: number) => ({
  ...{ id: 'a', mark, isMalformed: false, writtenAtMs: second * 1_000 },
})
const HISTORY = [change('1', 0), change('2', 10), change('3', 20)]

describe('isOutdated', () => {
  it.each([
    ['the newest', '3', 60_000, false],
    ['one that was replaced a moment ago', '2', 22_000, false],
    ['one that was replaced long ago', '2', 26_000, true],
    ['one that was replaced twice, the first time long ago', '1', 21_000, true],
  ])('a page with %s', (_, mark, askedMs, expected) => {
    expect(isOutdated(mark, HISTORY, askedMs)).toBe(expected)
  })

  it('a page with an order that is long gone is, and one that says so is not', () => {
    const removed = [...HISTORY, change(REMOVED, 30)]

    expect(isOutdated('3', removed, 60_000)).toBe(true)
    expect(isOutdated(undefined, removed, 60_000)).toBe(false)
  })
})
