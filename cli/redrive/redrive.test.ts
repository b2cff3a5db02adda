import { describe, expect, it } from 'vitest'
import { dlq } from '../dlq/dlq.ts'
import { countCodes, toAge } from '../dlq/letter-lines.ts'
import { redrive } from './redrive.ts'

const CONTEXT = {
  ...{ env: {}, root: '/nowhere', stateDir: '/nowhere' },
  ...{ print: () => undefined, stdin: process.stdin },
}

describe('tailrace redrive', () => {
  it.each([
    [[], 'What is redriven?'],
    [['search', 'lake'], 'What is redriven?'],
    [['index'], 'There is no "index"; there is pipe, search'],
    [['search', '--rate', '0'], '--rate is "0"'],
    [['search', '--limit', '1.5'], '--limit is "1.5"'],
    [['search', '--region', 'eu-west-1'], '--region is for --stage'],
    [['search'], 'Nothing is running here'],
  ])('refuses %j', async (args, sentence) => {
    await expect(redrive.run(args, CONTEXT)).rejects.toThrow(sentence)
  })
})

describe('tailrace dlq', () => {
  it.each([
    [[], 'It is npx tailrace dlq list or npx tailrace dlq show'],
    [['list', 'index'], 'There is no "index"'],
    [['list', 'search', 'lake'], 'What is "lake"?'],
    [['show'], 'Which one? npx tailrace dlq show <letter or eventID>'],
    [['show', '--stage', 'prod'], 'npx tailrace dlq show <letter or eventID> --stage prod'],
    [['list'], 'Nothing is running here'],
  ])('refuses %j', async (args, sentence) => {
    await expect(dlq.run(args, CONTEXT)).rejects.toThrow(sentence)
  })

  it.each([
    [-5, '0s'],
    [999, '0s'],
    [61_000, '1m 1s'],
    [3 * 86_400_000 + 4 * 3_600_000 + 5_000, '3d 4h'],
    [86_400_000, '1d 0h'],
  ])('tells %d ms as %s', (ms, age) => {
    expect(toAge(ms)).toBe(age)
  })

  it('counts letters that say no code by their kind', () => {
    const line = {
      ...{ queue: 'search', id: null, op: null, position: null, eventID: null },
      ...{ sinceMs: 0, received: 1, letter: 'a' },
    }
    const lines = [
      { ...line, kind: 'receives', code: null },
      { ...line, kind: 'function', code: 'document.refused' },
      { ...line, kind: 'receives', code: null },
    ]

    expect(countCodes(lines)).toEqual({ '- (receives)': 2, 'document.refused': 1 })
  })
})
