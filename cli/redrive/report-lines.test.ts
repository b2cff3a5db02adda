import { describe, expect, it } from 'vitest'
import type { Judgement } from '../../shared/redrive/judgement.ts'
import { requireBox } from '../dlq/open-box.ts'
import { countVerdicts, toReport } from './report-lines.ts'

const NOTHING = { held: 0, unread: 0, isLimited: false, notGivenBack: 0 }
const READING = { ...NOTHING, isInterrupted: false }
const APPLIED = { notReached: 0, notGivenBack: 0, isInterrupted: false }
const box = requireBox('search')
const deployment = { flags: ' --stage prod' }
const wanted = { limit: 10 }

function aLine(judgement: Judgement) {
  const line = {
    ...{ queue: 'search', kind: 'function', code: 'document.refused', id: 'a|1', op: 'modify' },
    ...{ position: 's/1', eventID: 'e1', sinceMs: 0, received: 2, letter: 'm1' },
  }
  return { line, judgement }
}

describe('toReport', () => {
  it('of a plan says how many would go, and where', () => {
    const lines = [
      aLine({ verdict: 'tried', code: 'document.refused', reason: 'only trying tells' }),
      aLine({ verdict: 'poison', code: 'entity.unknown', reason: 'nobody declares it' }),
    ]

    const report = toReport(
      { box, deployment, json: false, wanted },
      { reading: { ...READING, held: 3 }, lines },
    )

    expect(report.slice(2, 4).map((row) => row.replaceAll(/ +/g, ' '))).toEqual([
      expect.stringMatching(/^tried .* e1 - only trying tells$/),
      expect.stringMatching(/^poison .* e1 - entity\.unknown: nobody declares it$/),
    ])
    expect(report.slice(4)).toEqual([
      '2 letters of search: 1 tried, 1 poison',
      '3 more are hidden, because another reader has them',
      'Nothing was sent. With --apply 1 go to SearchQueue: to this sink alone.',
    ])
  })

  it.each([
    [{ ...APPLIED }, /^Done: .* npx tailrace dlq list --stage prod$/],
    [{ ...APPLIED, notReached: 2 }, /^2 of the plan were not reached/],
    [{ ...APPLIED, notReached: 2, isInterrupted: true }, /^Interrupted: 2 of the plan/],
    [
      { ...APPLIED, notReached: 2, failure: new Error() },
      /^It failed in the middle: 2 of the plan/,
    ],
  ])('of a redrive says how it ended: %j', (applied, end) => {
    expect(
      toReport(
        { box, deployment, json: false, wanted },
        { reading: READING, applied, lines: [] },
      ).at(-1),
    ).toMatch(end)
  })

  it('says what it does not know: letters beyond the limit, of other codes, or not handed out', () => {
    const told = (wish: object, reading: object) =>
      toReport(
        { box, deployment, json: false, wanted: { ...wanted, ...wish } },
        { reading: { ...READING, ...reading }, lines: [] },
      ).slice(0, -1)

    expect(told({ code: 'a.b' }, {})).toEqual(['No letters of search with code a.b.'])
    expect(told({}, { isLimited: true, unread: 7 })).toEqual([
      'No letters of search.',
      'There may be more: see --limit (10)',
      'The queue counts about 7 more than it handed out: look again in a minute',
    ])
  })

  it('for a program is a letter a line, and a summary', () => {
    const lines = [aLine({ verdict: 'stale', stored: 's/2' })]

    const [line, summary] = toReport(
      { box, deployment, json: true, wanted },
      { reading: READING, lines },
    ).map((text) => JSON.parse(text))

    expect(line).toMatchObject({ verdict: 'stale', stored: 's/2', eventID: 'e1' })
    expect(summary.summary).toMatchObject({ counts: countVerdicts(lines), isApplied: false })
    expect(summary.summary.counts).toMatchObject({ stale: 1, applied: 0 })
  })
})
