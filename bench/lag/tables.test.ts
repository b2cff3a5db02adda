import { describe, expect, it } from 'vitest'
import { aPhase } from './a-phase.ts'
import { holds, ratesThatBroke, toKeepingUpTable } from './keeping-up.ts'
import { rateOfTitle, rowName, toLagTable } from './tables.ts'

describe('toLagTable', () => {
  it('counts from when each write was due, a figure every five seconds', () => {
    const { rows } = toLagTable(aPhase({ seconds: 20 }))

    const search = rows.find(({ name }) => name === rowName('search', 'p99'))
    expect(search?.values).toEqual([805, 805, 805, 805])
    expect(search?.against).toBe(rowName('pipe', 'p99'))
  })

  it('leaves out what was not watched', () => {
    const { rows } = toLagTable(aPhase())

    expect(rows.map(({ name }) => name)).not.toContain(rowName('found', 'p50'))
  })

  it('has the rate in its title', () => {
    expect(rateOfTitle(toLagTable(aPhase({ rate: 1_000 })).title)).toBe(1_000)
    expect(rateOfTitle('Of what it consists at 20 changes/s')).toBeUndefined()
  })
})

describe('holds', () => {
  it('is true while the lag stays, however long it is', () => {
    expect(holds(aPhase({ rate: 300 }))).toBe(true)
  })

  it('is false when each change has a longer lag than the one before', () => {
    const behind = aPhase({ rate: 600, growthMs: 1 })

    expect(holds(behind)).toBe(false)
    expect(ratesThatBroke(toKeepingUpTable([aPhase(), behind]))).toEqual([600])
  })

  it('takes what a second of writes needs as the rate that would hold', () => {
    const [row] = toKeepingUpTable([aPhase({ rate: 1_000, growthMs: 1 })]).rows

    expect(row?.values[0]).toBeCloseTo(500)
  })
})
