import { afterEach, describe, expect, it } from 'vitest'
import { machineNow, shiftDate } from './shift-date.ts'

const HOUR_MS = 3_600_000
/** Between two looks at the clock. */
const STEP_MS = 1_000

const MachineDate = Date
shiftDate(0)
const takenBefore = Date.now

afterEach(() => shiftDate(0))

function expectAhead(shownMs: number, byMs: number) {
  expect(shownMs - machineNow() - byMs).toBeGreaterThan(-STEP_MS)
  expect(shownMs - machineNow() - byMs).toBeLessThanOrEqual(0)
}

describe('shiftDate', () => {
  it('moves every way to ask for the time, also for who took hold of Date before', () => {
    shiftDate(HOUR_MS)

    for (const shown of [
      Date.now(),
      MachineDate.now(),
      takenBefore(),
      Date.parse(new Date().toISOString()),
    ]) {
      expectAhead(shown, HOUR_MS)
    }
    // A text has no milliseconds.
    expectAhead(Date.parse(Date()) + STEP_MS - 1, HOUR_MS + STEP_MS - 1)
  })

  it('moves from the machine’s time on, and back', () => {
    shiftDate(HOUR_MS)
    shiftDate(2 * HOUR_MS)
    expectAhead(Date.now(), 2 * HOUR_MS)

    shiftDate(0)
    expectAhead(Date.parse(new Date().toISOString()), 0)
  })

  it('leaves alone dates that are given, and what a date is', () => {
    const before = new Date(0)
    class OwnDate extends Date {}
    shiftDate(HOUR_MS)

    expect(new Date(5).getTime()).toBe(5)
    expect(new Date(2026, 0, 1).getFullYear()).toBe(2026)
    expect(Date.UTC(1970)).toBe(0)
    expect([before instanceof Date, new Date() instanceof MachineDate]).toEqual([true, true])
    expect(new OwnDate()).toBeInstanceOf(OwnDate)
  })
})
