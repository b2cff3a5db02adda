import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createFunctionBench, type FunctionBench } from './a-function.ts'
import { coldStart } from './cold-start.ts'
import type { FunctionProcess } from './function-process.ts'
import type { ProcessOutcome } from './process-outcome.ts'
import { functionRules } from './rules.ts'

let bench: FunctionBench

beforeEach(async () => {
  bench = await createFunctionBench()
})

afterEach(() => bench.clear())

function withCode(source: string, path = 'dist/one/index.cjs') {
  return bench.aFunction('', { files: { [path]: source } })
}

/** A process that answers `load` so, and tells how long it was given. */
function aProcess(outcome: ProcessOutcome['kind'], given: number[]): FunctionProcess {
  return {
    isAlive: () => false,
    load: async (withinMs) => {
      given.push(withinMs)
      return { kind: outcome } as ProcessOutcome
    },
    invoke: async () => ({ ok: true, payload: null }),
    stop: async () => undefined,
  }
}

describe('the code of a function', () => {
  it(functionRules.initFails.text, async () => {
    const lambda = await withCode(
      `const { existsSync, writeFileSync } = require('node:fs')
       const seen = process.env.HOME + '/seen'
       if (!existsSync(seen)) { writeFileSync(seen, ''); throw new RangeError('not yet') }
       exports.handler = async () => 'loaded'`,
    )

    const first = await lambda.invoke({})
    const second = await lambda.invoke({})

    expect(first).toMatchObject({
      ok: false,
      timedOut: false,
      error: { errorType: 'RangeError', errorMessage: 'not yet' },
    })
    expect(second).toEqual({ ok: true, payload: 'loaded' })
  })

  it.each([
    ['process.exit(4)', 'with error: exit status 4'],
    ['process.kill(process.pid, "SIGSEGV")', 'signal: segmentation fault'],
  ])(`${functionRules.initFails.text} %s`, async (code, reason) => {
    const lambda = await withCode(code)

    expect(await lambda.invoke({})).toMatchObject({
      error: { errorType: 'Runtime.ExitError', errorMessage: expect.stringContaining(reason) },
    })
  })

  it('ends when it waits for nothing while it loads', async () => {
    const lambda = await withCode('await new Promise(() => 1)', 'dist/one/index.mjs')

    expect(await lambda.invoke({})).toMatchObject({ error: { errorType: 'Runtime.ExitError' } })
  })

  it(functionRules.initTakesTooLong.text, async () => {
    const given: number[] = []
    const outcomes: ProcessOutcome['kind'][] = ['timed-out', 'ready']
    const start = () => aProcess(outcomes.shift() ?? 'timed-out', given)

    const { outcome, leftMs } = await coldStart(start, 3_000)

    expect(outcome.kind).toBe('ready')
    expect(given).toEqual([10_000, 3_000])
    expect(leftMs).toBeGreaterThan(0)
    expect(leftMs).toBeLessThanOrEqual(3_000)
  })

  it(`${functionRules.initTakesTooLong.text} In a real process.`, async () => {
    const lambda = await bench.aFunction('', {
      timeoutMs: 1_000,
      initTimeoutMs: 1_000,
      files: { 'dist/one/index.cjs': 'for (;;) {}' },
    })

    const result = await lambda.invoke({})

    expect(result).toMatchObject({
      timedOut: true,
      error: { errorMessage: expect.stringContaining('Task timed out after 1.00 seconds') },
    })
  })

  it.each([
    ['exports.other = 1', 'Runtime.HandlerNotFound', 'index.handler is undefined or not exported'],
    ['exports.handler = 1', 'Runtime.HandlerNotFound', 'index.handler is not a function'],
    ['exports.handler = (', 'Runtime.UserCodeSyntaxError', 'SyntaxError'],
    ['require("./gone")', 'Runtime.ImportModuleError', "Cannot find module './gone'"],
  ])(`${functionRules.handlerNotFound.text} %s`, async (code, errorType, text) => {
    const lambda = await withCode(code)

    const errorMessage = expect.stringContaining(text)
    expect(await lambda.invoke({})).toMatchObject({ error: { errorType, errorMessage } })
  })

  it(`${functionRules.handlerNotFound.text} No file.`, async () => {
    const lambda = await withCode('', 'dist/two/index.cjs')

    expect(await lambda.invoke({})).toMatchObject({
      error: { errorType: 'Runtime.ImportModuleError' },
    })
  })

  it(functionRules.noCallbacks.text, async () => {
    const lambda = await withCode('exports.handler = (event, context, callback) => callback()')

    expect(await lambda.invoke({})).toMatchObject({
      error: { errorType: 'Runtime.CallbackHandlerDeprecated' },
    })
  })

  it('may be an ES module', async () => {
    const lambda = await withCode('export const handler = async () => 1', 'dist/one/index.mjs')

    expect(await lambda.invoke({})).toEqual({ ok: true, payload: 1 })
  })
})
