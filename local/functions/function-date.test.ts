import { afterAll, beforeAll, expect, it } from 'vitest'
import { createFunctionBench, type FunctionBench, payloadOf } from './a-function.ts'

const HOUR_MS = 3_600_000
/** A bound on how long a call takes. */
const CALL_MS_MAX = 10_000

let bench: FunctionBench
beforeAll(async () => {
  bench = await createFunctionBench()
})
afterAll(() => bench.clear())

it('shows a function the time that it is told with the call, and leaves its deadline where it is', async () => {
  let dateAheadMs = 0
  const source = `const takenAtLoad = Date.now
    exports.handler = async (_, context) =>
      ({ now: [Date.now(), takenAtLoad(), new Date().getTime()], left: context.getRemainingTimeInMillis() })`
  const lambda = await bench.aFunction('', {
    files: { 'dist/one/index.cjs': source },
    dateAheadMs: () => dateAheadMs,
    timeoutMs: 20_000,
  })
  const aheads: number[] = []
  for (dateAheadMs of [0, HOUR_MS, 5 * HOUR_MS, 0]) {
    const { now, left } = payloadOf(await lambda.invoke({})) as { now: number[]; left: number }
    aheads.push(...now.map((shown) => Math.floor((shown + CALL_MS_MAX - Date.now()) / HOUR_MS)))
    expect(left).toBeLessThanOrEqual(20_000)
    expect(left).toBeGreaterThan(20_000 - CALL_MS_MAX)
  }

  expect(aheads).toEqual([0, 0, 0, 1, 1, 1, 5, 5, 5, 0, 0, 0])
})
