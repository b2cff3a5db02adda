import { describe, expect, it } from 'vitest'
import { nearestWord } from './nearest-word.ts'

const COMMANDS = ['up', 'publish', 'search']

describe('nearestWord', () => {
  it.each([
    ['serach', 'search'],
    ['publsh', 'publish'],
    ['pub', 'publish'],
    ['upp', 'up'],
    ['Search', 'search'],
  ])('takes %s for %s', (word, meant) => {
    expect(nearestWord(word, COMMANDS)).toBe(meant)
  })

  it.each(['deploy', 'xy', ''])('finds nothing near "%s"', (word) => {
    expect(nearestWord(word, COMMANDS)).toBeUndefined()
  })

  it('takes the one of the fewest mistakes', () => {
    const names = ['TAILRACE_SQS_PORT', 'TAILRACE_DYNAMODB_PORT']

    expect(nearestWord('TAILRACE_SQ_PORT', names)).toBe('TAILRACE_SQS_PORT')
  })
})
