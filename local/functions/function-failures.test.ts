import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { isAlive } from '../is-alive.ts'
import { createFunctionBench, type FunctionBench, payloadOf } from './a-function.ts'
import type { LocalFunction } from './local-function.ts'
import { functionRules } from './rules.ts'

let bench: FunctionBench

beforeEach(async () => {
  bench = await createFunctionBench()
})

afterEach(() => bench.clear())

/** One that ends in each way an event asks for, and else tells its process and its calls. */
function aFunctionThatFails(options: { timeoutMs?: number; processesMax?: number } = {}) {
  return bench.aFunction(
    `if (event.throw) throw new TypeError('no such order')
     if (event.exit !== undefined) process.exit(event.exit)
     if (event.hang) for (;;) {}
     if (event.uncaught) setImmediate(() => { throw new Error('late') })
     if (event.rejection) Promise.reject(new Error('late'))
     if (event.uncaught || event.rejection) await new Promise(() => setInterval(() => 1, 1e3))
     if (event.leak) { const all = []; for (;;) all.push(new Array(1e5).fill(Math.random())) }
     if (event.buffers) { const all = []; for (;;) all.push(Buffer.alloc(8 * 2 ** 20, 1)) }
     if (event.forever) await new Promise(() => undefined)
     return { pid: process.pid, calls }`,
    options,
  )
}

async function pidOf(lambda: LocalFunction): Promise<number> {
  return (payloadOf(await lambda.invoke({})) as { pid: number }).pid
}

describe('a function that fails', () => {
  it(functionRules.throwIsError.text, async () => {
    const lambda = await aFunctionThatFails()

    const result = await lambda.invoke({ throw: true })

    expect(result).toEqual({
      ok: false,
      timedOut: false,
      error: {
        errorType: 'TypeError',
        errorMessage: 'no such order',
        trace: expect.arrayContaining(['TypeError: no such order']),
      },
    })
    expect(bench.signals).toMatchObject([{ type: 'function.failed', errorType: 'TypeError' }])
    expect(await bench.output()).toContain('no such order')
  })

  it.each([
    ['"broken"', 'string', 'broken'],
    ['{ code: 7 }', 'object', '[object Object]'],
    ['undefined', 'undefined', 'undefined'],
  ])(`${functionRules.throwOfNoError.text} %s`, async (thrown, errorType, errorMessage) => {
    const lambda = await bench.aFunction(`throw ${thrown}`)

    const result = await lambda.invoke({})

    expect(result).toMatchObject({ error: { errorType, errorMessage, trace: [] } })
  })

  it(functionRules.warmAfterThrow.text, async () => {
    const lambda = await aFunctionThatFails()
    const before = await pidOf(lambda)

    await lambda.invoke({ throw: true })
    const after = payloadOf(await lambda.invoke({}))

    expect(after).toEqual({ pid: before, calls: 3 })
  })

  it(functionRules.timesOut.text, async () => {
    const lambda = await aFunctionThatFails({ timeoutMs: 2_000, processesMax: 2 })

    const [hung, other] = await Promise.all([lambda.invoke({ hang: true }), lambda.invoke({})])
    const next = await lambda.invoke({})

    expect(hung).toMatchObject({
      ok: false,
      timedOut: true,
      error: {
        errorType: 'Sandbox.Timedout',
        errorMessage: expect.stringContaining('Task timed out after 2.00 seconds'),
      },
    })
    expect(payloadOf(next)).toEqual({
      pid: (payloadOf(other) as { pid: number }).pid,
      calls: 2,
    })
    expect(bench.signals).toContainEqual({
      type: 'function.timed_out',
      function: 'one',
      timeoutMs: 2_000,
    })
  })

  it.each([
    [3, 'with error: exit status 3'],
    [0, 'without providing a reason'],
  ])(`${functionRules.exitIsError.text} %i`, async (exit, reason) => {
    const lambda = await aFunctionThatFails()

    const result = await lambda.invoke({ exit })

    expect(result).toMatchObject({
      timedOut: false,
      error: {
        errorType: 'Runtime.ExitError',
        errorMessage: expect.stringMatching(
          new RegExp(`^RequestId: [-0-9a-f]{36} Error: Runtime exited ${reason}$`),
        ),
      },
    })
  })

  it.each(['uncaught', 'rejection'])(`${functionRules.crashIsError.text} %s`, async (way) => {
    const lambda = await aFunctionThatFails()

    const result = await lambda.invoke({ [way]: true })

    expect(result).toMatchObject({
      error: {
        errorType: 'Runtime.ExitError',
        errorMessage: expect.stringContaining('exit status 1'),
      },
    })
    expect(await bench.output()).toContain('late')
  })

  it(functionRules.neverSettles.text, async () => {
    const lambda = await aFunctionThatFails()

    const result = await lambda.invoke({ forever: true })

    expect(result).toMatchObject({
      timedOut: false,
      error: { errorMessage: expect.stringContaining('Runtime exited without providing a reason') },
    })
  })

  it.each(['leak', 'buffers'])(`${functionRules.outOfMemory.text} %s`, async (way) => {
    const lambda = await aFunctionThatFails()

    const result = await lambda.invoke({ [way]: true })

    expect(result).toMatchObject({
      timedOut: false,
      error: {
        errorType: 'Runtime.OutOfMemory',
        errorMessage: expect.stringContaining('Runtime exited with error: signal: killed'),
      },
    })
  })

  it(`${functionRules.outOfMemory.text} Less than that is not.`, async () => {
    const lambda = await bench.aFunction('return Buffer.alloc(event.mib * 2 ** 20, 1).length', {
      memoryMib: 256,
    })

    const within = await lambda.invoke({ mib: 150 })
    const above = await lambda.invoke({ mib: 250 })

    expect(within.ok).toBe(true)
    expect(above).toMatchObject({ error: { errorType: 'Runtime.OutOfMemory' } })
  })

  it(functionRules.heapIsLimited.text, async () => {
    const lambda = await bench.aFunction(
      'return require("node:v8").getHeapStatistics().heap_size_limit / 2 ** 20',
      { memoryMib: 1_000 },
    )

    const limitMib = Number(payloadOf(await lambda.invoke({})))

    // Old space of 900 MiB; new space is three times a half of the tenth, rounded up to a power of two.
    expect(limitMib).toBeGreaterThanOrEqual(900 + 3 * 50)
    expect(limitMib).toBeLessThanOrEqual(900 + 3 * 64)
  })

  it.each([{ hang: true }, { exit: 1 }, { uncaught: true }, { buffers: true }])(
    `${functionRules.freshAfterFailure.text} %j`,
    async (failure) => {
      const lambda = await aFunctionThatFails({ timeoutMs: 2_000, processesMax: 1 })
      const before = await pidOf(lambda)

      await lambda.invoke(failure)
      const after = payloadOf(await lambda.invoke({})) as { pid: number; calls: number }

      expect(after.pid).not.toBe(before)
      expect(after.calls).toBe(1)
    },
  )

  it(functionRules.idleDeath.text, async () => {
    const lambda = await aFunctionThatFails({ processesMax: 1 })
    const before = await pidOf(lambda)

    process.kill(before, 'SIGKILL')
    await vi.waitFor(() => expect(isAlive(before)).toBe(false))
    const after = await lambda.invoke({})

    expect(after.ok).toBe(true)
    expect(payloadOf(after)).not.toMatchObject({ pid: before })
  })
})
