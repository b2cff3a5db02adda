import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createFunctionBench, type FunctionBench } from './a-function.ts'
import { functionRules } from './rules.ts'

let bench: FunctionBench

beforeEach(async () => {
  bench = await createFunctionBench()
})

afterEach(() => bench.clear())

describe('what a function replies', () => {
  it(functionRules.repliesWhenSettled.text, async () => {
    const lambda = await bench.aFunction('setInterval(() => undefined, 1_000); return "settled"')

    const result = await lambda.invoke({})

    expect(result).toEqual({ ok: true, payload: 'settled' })
  })

  it.each(['', 'return undefined', 'return null', 'return () => 1'])(
    `${functionRules.undefinedIsNull.text} %j`,
    async (body) => {
      const lambda = await bench.aFunction(body)

      expect(await lambda.invoke({})).toEqual({ ok: true, payload: null })
    },
  )

  it('takes the value of a handler that is not async', async () => {
    const files = { 'dist/one/index.cjs': 'exports.handler = (event) => event.a + 1' }
    const lambda = await bench.aFunction('', { files })

    expect(await lambda.invoke({ a: 1 })).toEqual({ ok: true, payload: 2 })
  })

  it.each(['const a = {}; a.a = a; return a', 'return { total: 1n }'])(
    `${functionRules.unserialisable.text} %s`,
    async (body) => {
      const lambda = await bench.aFunction(body)

      expect(await lambda.invoke({})).toMatchObject({
        ok: false,
        error: {
          errorType: 'Runtime.JSONStringifyError',
          errorMessage: 'Unable to stringify response body',
        },
      })
    },
  )

  // Two quotes belong to the text.
  const LARGEST_REQUEST = 6 * 1024 * 1024 - 2

  it(functionRules.requestTooLarge.text, async () => {
    const lambda = await bench.aFunction('return event.length', { memoryMib: 512 })

    const largest = await lambda.invoke('x'.repeat(LARGEST_REQUEST))
    const larger = await lambda.invoke('x'.repeat(LARGEST_REQUEST + 1))

    expect(largest).toEqual({ ok: true, payload: LARGEST_REQUEST })
    expect(larger).toMatchObject({ error: { errorType: 'RequestTooLargeException' } })
    expect(bench.signals).toHaveLength(1)
  })

  it(functionRules.replyTooLarge.text, async () => {
    const lambda = await bench.aFunction('return "x".repeat(event)', { memoryMib: 512 })

    const largest = await lambda.invoke(LARGEST_REQUEST + 100)
    const larger = await lambda.invoke(LARGEST_REQUEST + 101)

    expect(largest.ok).toBe(true)
    expect(larger).toMatchObject({
      error: {
        errorType: 'Function.ResponseSizeTooLarge',
        errorMessage:
          'Response payload size exceeded maximum allowed payload size (6291556 bytes).',
      },
    })
  })
})
