import { describe, expect, it } from 'vitest'
import { type FunctionLoad, invocationsOf } from './invocations.ts'

const LOAD: FunctionLoad = {
  rate: 10,
  lanes: 1,
  windowSeconds: 1,
  batchSizeMax: 100,
  concurrencyMax: 10,
  memoryMib: 1_769,
  work: { waitMs: 10, waitMsPerChange: 1, cpuMs: 5, cpuMsPerKb: 0.5 },
  bytesPerChange: 1_000,
  objectsPerChange: 0,
}

describe('invocationsOf', () => {
  it('counts batches, and their time by the memory that it is billed with', () => {
    // 10 a second in batches of 10: 1 a second, 2,628,000 a month of 730 hours.
    // 10 + 5 ms for each, 1.5 ms for each of 10 changes: 30 ms of 1,769 / 1,024 GB.
    const { batch, count, durationMs, gbSeconds } = invocationsOf(LOAD)

    expect(batch).toBe(10)
    expect(count).toBe(2_628_000)
    expect(durationMs).toBe(30)
    expect(gbSeconds).toBeCloseTo(136_199.5, 0)
  })

  it('works slower on less memory, and waits as long', () => {
    // Half of a CPU: 10 + 5 x 2 ms, and (1 + 0.5 x 2) ms for each of 10.
    const { durationMs } = invocationsOf({ ...LOAD, memoryMib: 1_769 / 2 })

    expect(durationMs).toBe(40)
  })

  it('works no faster on more memory than one CPU', () => {
    expect(invocationsOf({ ...LOAD, memoryMib: 10_240 }).durationMs).toBe(30)
  })

  it('waits for objects once a batch, and works longer on larger changes', () => {
    expect(invocationsOf({ ...LOAD, objectsPerChange: 0.1 }).durationMs).toBe(60)
    expect(invocationsOf({ ...LOAD, objectsPerChange: 0.01 }).durationMs).toBe(33)
    // 10 + 5 ms, and 1 + 0.5 x 3 ms for each of 10.
    expect(invocationsOf({ ...LOAD, bytesPerChange: 3_000 }).durationMs).toBe(40)
  })

  it('batches each lane by itself', () => {
    // 4 lanes of 10 a second, each 1 batch of 10 a second.
    expect(invocationsOf({ ...LOAD, lanes: 4 })).toMatchObject({ batch: 10, count: 4 * 2_628_000 })
  })

  it('has fuller batches where all that may be in work is', () => {
    // Without a window, one at a time: n changes take 15 + 1.5 n ms, in which at 400 a second
    // 6 + 0.6 n come: n = 15.
    const { batch, keepsUp } = invocationsOf({
      ...LOAD,
      rate: 400,
      windowSeconds: 0,
      concurrencyMax: 1,
    })

    expect(batch).toBeCloseTo(15, 9)
    expect(keepsUp).toBe(true)
  })

  it('does not keep up where full batches are too few, or one change takes too long', () => {
    const of = (parts: Partial<FunctionLoad>) => invocationsOf({ ...LOAD, ...parts }).keepsUp

    // At most 100 in 165 ms by each of 10: 6,060 a second.
    expect(of({ rate: 6_000 })).toBe(true)
    expect(of({ rate: 6_100 })).toBe(false)
    expect(of({ rate: 7_000 })).toBe(false)
  })
})
