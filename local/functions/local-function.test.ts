import { access, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { isAlive } from '../is-alive.ts'
import { createFunctionBench, type FunctionBench, payloadOf } from './a-function.ts'
import { functionRules } from './rules.ts'

let bench: FunctionBench

beforeEach(async () => {
  bench = await createFunctionBench()
})

afterEach(() => bench.clear())

describe('createLocalFunction', () => {
  it('runs the handler with the event and a context', async () => {
    const lambda = await bench.aFunction(
      'return { event, left: context.getRemainingTimeInMillis(), arn: context.invokedFunctionArn }',
    )

    const result = await lambda.invoke([{ a: 1 }])

    expect(result).toEqual({
      ok: true,
      payload: {
        event: [{ a: 1 }],
        left: expect.any(Number),
        arn: 'arn:aws:lambda:eu-west-1:000000000000:function:one',
      },
    })
  })

  it(functionRules.ownEnvironment.text, async () => {
    const lambda = await bench.aFunction('return process.env')

    const env = payloadOf(await lambda.invoke({})) as Record<string, string>

    expect(env).toMatchObject({
      COLOUR: 'red',
      AWS_REGION: 'eu-west-1',
      AWS_LAMBDA_FUNCTION_NAME: 'one',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '128',
      AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
    })
    expect(Object.keys(env)).not.toContain('PATH')
  })

  it(functionRules.ownPackage.text, async () => {
    const files = { 'dist/one/index.cjs': 'require("valibot"); exports.handler = () => 1' }
    const lambda = await bench.aFunction('', { files })

    const result = await lambda.invoke({})

    expect(result).toMatchObject({
      ok: false,
      error: {
        errorType: 'Runtime.ImportModuleError',
        errorMessage: expect.stringContaining("Cannot find module 'valibot'"),
      },
    })
  })

  it('refuses a package with an entry outside its folder', async () => {
    await expect(bench.aFunction('', { files: { '../evil.cjs': '' } })).rejects.toThrow(
      'outside its folder',
    )
  })

  it(functionRules.oneAtATime.text, async () => {
    const lambda = await bench.aFunction('return { calls, pid: process.pid }', { processesMax: 1 })

    const results = await Promise.all([1, 2, 3].map(() => lambda.invoke({})))

    const payloads = results.map(payloadOf) as { calls: number; pid: number }[]
    expect(payloads.map(({ calls }) => calls)).toEqual([1, 2, 3])
    expect(new Set(payloads.map(({ pid }) => pid)).size).toBe(1)
  })

  it(functionRules.othersWait.text, async () => {
    const lambda = await bench.aFunction('return process.pid')

    const results = await Promise.all(Array.from({ length: 9 }, () => lambda.invoke({})))

    expect(results.every(({ ok }) => ok)).toBe(true)
    expect(new Set(results.map(payloadOf)).size).toBeLessThanOrEqual(3)
  })

  it(functionRules.reservedZero.text, async () => {
    const lambda = await bench.aFunction('return 1', { reservedConcurrency: 0 })

    const result = await lambda.invoke({})

    expect(result).toMatchObject({ ok: false, throttled: true })
    expect(bench.signals).toEqual([{ type: 'function.throttled', function: 'one', limit: 0 }])
  })

  it(functionRules.reservedLimits.text, async () => {
    const lambda = await bench.aFunction('return 1', { reservedConcurrency: 2 })

    const results = await Promise.all([1, 2, 3].map(() => lambda.invoke({})))
    const later = await lambda.invoke({})

    expect(results.slice(0, 2).every(({ ok }) => ok)).toBe(true)
    expect(results[2]).toEqual({
      ok: false,
      timedOut: false,
      throttled: true,
      error: { errorType: 'TooManyRequestsException', errorMessage: 'Rate Exceeded.' },
    })
    expect(later.ok).toBe(true)
  })

  it(functionRules.stopLetsFinish.text, async () => {
    const lambda = await bench.aFunction(
      `const { existsSync, writeFileSync } = require('node:fs')
       writeFileSync(process.env.HOME + '/begun', '')
       while (!existsSync(process.env.HOME + '/go')) await new Promise(setImmediate)
       return process.pid`,
    )
    const running = lambda.invoke({})
    await vi.waitFor(() => access(join(bench.homeDir, 'begun')), { timeout: 20_000 })

    const stopped = lambda.stop()
    await writeFile(join(bench.homeDir, 'go'), '')
    const result = await running
    await stopped

    expect(result.ok).toBe(true)
    expect(isAlive(Number(payloadOf(result)))).toBe(false)
  })
})
