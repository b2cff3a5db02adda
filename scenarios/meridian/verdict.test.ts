import { describe, expect, it } from 'vitest'
import { aRecording, blocked, flowing } from '../../test/builders/sale-recording.ts'
import { describeDelay, describeOutcome, standsStillSince } from './verdict.ts'

describe('standsStillSince', () => {
  it('is the second from which on a sink only fell further behind', () => {
    expect(standsStillSince(blocked)).toBe(30)
  })

  it('is none for a part that moved to the end', () => {
    expect(standsStillSince(flowing)).toBeUndefined()
  })

  it('is none for a part that was only behind at its end', () => {
    const late = aRecording((second) => Math.max(0.5, second - 55))

    expect(standsStillSince(late)).toBeUndefined()
  })

  it('is none for a part that stood still and went on', () => {
    const healed = aRecording((second) => (second > 20 && second < 50 ? second - 20 : 0.5))

    expect(standsStillSince(healed)).toBeUndefined()
  })
})

describe('describeOutcome', () => {
  it('says of both parts how it went and what is left, in a terminal’s width', () => {
    const lines = describeOutcome({ contrast: blocked, tailrace: flowing })

    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(100)
    expect(lines.map((line) => line.replace(/ {2,}/g, '  '))).toEqual(
      expect.arrayContaining([
        'longest behind  search  30.0 s  1.5 s',
        expect.stringMatching(/^search gets nothing .* {2}30 {2}never$/),
        expect.stringMatching(/parked, whole {2}0 records {2}1 record$/),
        expect.stringMatching(/^a day later {2}forgotten .* {2}300 changes {2}15 changes$/),
      ]),
    )
  })
})

describe('describeDelay', () => {
  const parts = { contrast: blocked, tailrace: flowing }

  it('says nothing of a sale that kept to its plan', () => {
    expect(describeDelay(parts, { over: 50 })).toEqual([])
  })

  it('says how long a sale lasted that did not', () => {
    expect(describeDelay(parts, { over: 30 })).toEqual([
      '',
      'This machine was busy: the sale lasted until second 50, not 30.',
    ])
  })
})
