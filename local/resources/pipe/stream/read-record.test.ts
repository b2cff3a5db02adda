import { describe, expect, it } from 'vitest'
import { createFakeClock } from '../../../fake-clock.ts'
import { createJumpingClock } from '../../../jumping-clock.ts'
import { aStreamRecord } from './a-stream-record.ts'
import { toReadRecord } from './read-record.ts'

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS

describe('toReadRecord', () => {
  it('counts a jump of the Pipe’s clock as age of what was there before it, and of nothing else', async () => {
    const machine = createFakeClock(Date.parse('2026-11-21T07:26:00Z'))
    const clock = createJumpingClock(machine)
    const age = (createdAtMs: number) => {
      const read = { timeStepMs: MINUTE_MS, toPipeTime: clock.at, readAtMs: clock.now() }
      const record = toReadRecord(aStreamRecord({ pk: 'a', createdAtMs }), read)
      return clock.now() - record.createdAtMs
    }
    const beforeMs = machine.now()
    await machine.advance(5 * MINUTE_MS)

    clock.jump(DAY_MS)
    await machine.advance(30_000)

    // Its time is rounded down to the minute, which the jump is the beginning of.
    expect(age(machine.now())).toBe(0)
    expect(age(beforeMs)).toBe(DAY_MS + 4 * MINUTE_MS + 30_000)
  })
})
