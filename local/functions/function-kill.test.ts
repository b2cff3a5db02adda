import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createFunctionBench, type FunctionBench } from './a-function.ts'

let bench: FunctionBench
beforeAll(async () => {
  bench = await createFunctionBench()
})
afterAll(() => bench.clear())

describe('a function that is killed', () => {
  it.each([
    ['while it works', 'for (;;) await null', 50],
    ['when it is done, before anybody hears of it', 'return 1', 60_000],
  ])('%s fails as one whose process died', async (_when, body, killAfterMs) => {
    const lambda = await bench.aFunction(body)

    const result = await lambda.invoke({}, { killAfterMs })

    expect(result).toMatchObject({
      ok: false,
      timedOut: false,
      error: { errorMessage: expect.stringContaining('Runtime exited with error: signal: killed') },
    })
  })

  it('answers the next call, in a new process', async () => {
    const lambda = await bench.aFunction('return calls')
    await lambda.invoke({})

    await lambda.invoke({}, { killAfterMs: 0 })

    expect(await lambda.invoke({})).toEqual({ ok: true, payload: 1 })
  })
})
