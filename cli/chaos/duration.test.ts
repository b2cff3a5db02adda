import { describe, expect, it } from 'vitest'
import { formatDuration, isWithoutUnit, readDuration } from './duration.ts'

describe('readDuration', () => {
  it.each([
    ['500ms', 500],
    ['2s', 2_000],
    ['1.5m', 90_000],
    ['2h', 7_200_000],
    ['1.1h', 3_960_000],
    ['0', 0],
    ['2', undefined],
    ['soon', undefined],
  ])('%s', (text, ms) => {
    expect(readDuration(text)).toBe(ms)
  })
})

describe('isWithoutUnit', () => {
  it.each([
    ['2', true],
    ['1.5', true],
    ['0', false],
    ['2s', false],
    ['soon', false],
  ])('%s', (text, isSo) => {
    expect(isWithoutUnit(text)).toBe(isSo)
  })
})

describe('formatDuration', () => {
  it.each([
    [0, '0 s'],
    [500, '500 ms'],
    [1_500, '1500 ms'],
    [2_000, '2 s'],
    [12_500, '12.5 s'],
    [902_000, '15 min 2 s'],
    [7_200_002, '2 h'],
    [3_599_999, '1 h'],
    [86_400_000, '1 day'],
    [180_000_000, '2 days 2 h'],
  ])('%i ms', (ms, text) => {
    expect(formatDuration(ms)).toBe(text)
  })
})
