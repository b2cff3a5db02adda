import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { SignalBody } from '../signals.ts'
import { createLocalFunction, type FunctionOptions, type LocalFunction } from './local-function.ts'
import { writeFunctionZip } from './write-function-zip.ts'

let dir: string
let created: LocalFunction[]
let signals: SignalBody[]

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tailrace-function-test-'))
  created = []
  signals = []
})

afterEach(async () => {
  await Promise.all(created.map((lambda) => lambda.stop()))
  await rm(dir, { recursive: true, force: true })
})

/** A function whose handler has this body; `event` and `context` are its arguments. */
async function aFunction(
  body: string,
  options: Partial<FunctionOptions> & { files?: Record<string, string> } = {},
): Promise<LocalFunction> {
  const zipPath = join(dir, 'code.zip')
  const source = `let calls = 0\nexports.handler = async (event, context) => { calls++; ${body} }`
  await writeFunctionZip(zipPath, options.files ?? { 'dist/one/index.cjs': source })
  const lambda = await createLocalFunction({
    functionName: 'one',
    arn: 'arn:aws:lambda:eu-west-1:000000000000:function:one',
    handler: 'dist/one/index.handler',
    zipPath,
    memoryMib: 128,
    timeoutMs: 20_000,
    variables: { COLOUR: 'red' },
    endpoints: { SQS: 'http://127.0.0.1:1' },
    workDir: join(dir, 'work'),
    logsDir: join(dir, 'logs'),
    emit: (signal) => signals.push(signal),
    ...options,
  })
  created.push(lambda)
  return lambda
}

async function output(): Promise<string> {
  await Promise.all(created.splice(0).map((lambda) => lambda.stop()))
  return readFile(join(dir, 'logs', 'one.log'), 'utf8')
}

describe('createLocalFunction', () => {
  it('runs the handler with the event and a context', async () => {
    const lambda = await aFunction(
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

  it('gives it its own environment and nothing of the machine’s', async () => {
    const lambda = await aFunction('return process.env')

    const result = await lambda.invoke({})

    const env = (result.ok ? result.payload : {}) as Record<string, string>
    expect(env).toMatchObject({
      COLOUR: 'red',
      AWS_REGION: 'eu-west-1',
      AWS_LAMBDA_FUNCTION_NAME: 'one',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '128',
      AWS_ENDPOINT_URL_SQS: 'http://127.0.0.1:1',
    })
    expect(Object.keys(env)).not.toContain('PATH')
  })

  it('keeps the process warm and runs one invocation at a time in it', async () => {
    const lambda = await aFunction('return { calls, pid: process.pid }', { processesMax: 1 })

    const results = await Promise.all([1, 2, 3].map(() => lambda.invoke({})))

    const payloads = results.map((result) => (result.ok ? result.payload : undefined))
    const pids = payloads.map((payload) => (payload as { pid: number }).pid)
    expect(payloads).toMatchObject([{ calls: 1 }, { calls: 2 }, { calls: 3 }])
    expect(new Set(pids).size).toBe(1)
  })

  it('reports a throw as the function’s error, and logs it', async () => {
    const lambda = await aFunction('throw new TypeError("no such order")')

    const result = await lambda.invoke({})

    expect(result).toMatchObject({
      ok: false,
      timedOut: false,
      error: { errorType: 'TypeError', errorMessage: 'no such order' },
    })
    expect(signals).toMatchObject([{ type: 'function.failed', errorType: 'TypeError' }])
    expect(await output()).toContain('no such order')
  })

  it('ends a process that takes too long, that one alone', async () => {
    const lambda = await aFunction('if (event.hang) for (;;) {}; return process.pid', {
      timeoutMs: 1_000,
      processesMax: 2,
    })

    const [hung, other] = await Promise.all([lambda.invoke({ hang: true }), lambda.invoke({})])
    const next = await lambda.invoke({})

    expect(hung).toMatchObject({
      ok: false,
      timedOut: true,
      error: { errorMessage: expect.stringContaining('Task timed out after 1.00 seconds') },
    })
    expect(other.ok && next.ok).toBe(true)
    expect(signals).toContainEqual({
      type: 'function.timed_out',
      function: 'one',
      timeoutMs: 1_000,
    })
  })

  it('reports a process that runs out of memory or exits, and goes on with a new one', async () => {
    const lambda = await aFunction(
      `if (event.exit) process.exit(3)
       if (event.leak) { const all = []; for (;;) all.push(new Array(1e5).fill(Math.random())) }
       return 'well'`,
    )

    const exited = await lambda.invoke({ exit: true })
    const leaked = await lambda.invoke({ leak: true })
    const well = await lambda.invoke({})

    expect(exited).toMatchObject({
      error: { errorType: 'Runtime.ExitError', errorMessage: expect.stringContaining('status 3') },
    })
    expect(leaked).toMatchObject({ error: { errorType: 'Runtime.ExitError' } })
    expect(well).toEqual({ ok: true, payload: 'well' })
  })

  it('does not find a dependency that is missing in the package', async () => {
    const files = { 'dist/one/index.cjs': 'require("valibot"); exports.handler = () => 1' }
    const lambda = await aFunction('', { files })

    const result = await lambda.invoke({})

    expect(result).toMatchObject({
      ok: false,
      error: { errorMessage: expect.stringContaining("Cannot find module 'valibot'") },
    })
  })

  it('refuses payloads over 6 MB, both ways', async () => {
    const lambda = await aFunction('return "x".repeat(event.length ?? 6500000)')
    const errorType = 'Function.PayloadTooLarge'

    expect(await lambda.invoke({})).toMatchObject({ ok: false, error: { errorType } })
    expect(await lambda.invoke('x'.repeat(6_500_000))).toMatchObject({ error: { errorType } })
  })

  it('refuses a package with an entry outside its folder', async () => {
    await expect(aFunction('', { files: { '../evil.cjs': '' } })).rejects.toThrow(
      'outside its folder',
    )
  })
})
