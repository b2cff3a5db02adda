import { describe, expect, it } from 'vitest'
import { compare, printComparison } from './compare.ts'
import { meetsGoal, ratiosOf, type SuiteResult, type Table } from './table.ts'

const table = (ours: readonly number[], better: Table['better'] = 'higher'): Table => ({
  title: 'Writes',
  unit: 'documents/s',
  better,
  rows: [
    { name: 'limit', values: [100, 200, 400] },
    { name: 'ours', values: ours, against: 'limit', goal: 0.8 },
    { name: 'alone', values: [10] },
  ],
})
const result = (one: Table): SuiteResult => ({
  suite: 'writes',
  tables: [one],
  peakBytes: 0,
  seconds: 1,
})

describe('a table', () => {
  it('compares a row with its baseline round by round', () => {
    const one = table([90, 100, 200])
    const [, ours] = one.rows

    expect(ours && ratiosOf(ours, one)).toEqual([0.9, 0.5, 0.5])
    expect(ours && meetsGoal(ours, one)).toBe(false)
  })

  it('takes a goal as a bound from above where less is better', () => {
    const one = table([70, 160, 320], 'lower')
    const [, ours] = one.rows

    expect(ours && meetsGoal(ours, one)).toBe(true)
  })

  it('holds a goal that is absolute against the figure, and not against the ratio', () => {
    const one = table([90, 100, 200])
    const ours = { ...one.rows[1], name: 'ours', values: [90, 100, 200], goalIsAbsolute: true }

    expect(meetsGoal({ ...ours, goal: 100 }, one)).toBe(true)
    expect(meetsGoal({ ...ours, goal: 101 }, one)).toBe(false)
  })
})

describe('a comparison of two commits', () => {
  it('goes by the ratio to the baseline, so that a slow machine makes no loss', () => {
    const here = table([40, 80, 160])
    const slower = { ...here, rows: here.rows.map((row) => halved(row)) }

    const [ours] = compare([result(slower)], [result(here)])

    expect(ours).toMatchObject({ row: 'Writes: ours', here: 0.4, there: 0.4, gain: 1 })
  })

  it('names a loss of more than a fifth, and leaves baselines out', () => {
    const compared = compare([result(table([60, 120, 240]))], [result(table([80, 160, 320]))])

    expect(compared.map(({ row }) => row)).toEqual(['Writes: ours', 'Writes: alone'])
    expect(printComparison(compared, 'main')).toMatch(/ours .*0\.60 .*0\.80 .*0\.75 {2}SLOWER/)
  })

  it('takes the median of several runs of each', () => {
    const runs = [0.8, 0.7, 0.2].map((part) => result(table([100, 200, 400].map((n) => n * part))))

    expect(compare(runs, runs)[0]?.here).toBeCloseTo(0.7)
  })

  it('turns the gain round where less is better', () => {
    const [ours] = compare(
      [result(table([50, 100, 200], 'lower'))],
      [result(table([100, 200, 400], 'lower'))],
    )

    expect(ours?.gain).toBe(2)
  })
})

function halved(row: Table['rows'][number]): Table['rows'][number] {
  return { ...row, values: row.values.map((value) => value / 2) }
}
