import { describe, expect, it } from 'vitest'
import { createChaos, KILL_MS_MAX } from '../../chaos/chaos.ts'
import type { Fault } from '../../chaos/fault.ts'
import { systemClock } from '../../clock.ts'
import type { InvokeOptions, LocalFunction } from '../../functions/local-function.ts'
import { disturbFunction } from './disturbed-function.ts'

/** Invoked once with a fault; it answers how often that was so far. */
async function invokeWith(fault: Fault) {
  const invocations: (InvokeOptions | undefined)[] = []
  const lambda: LocalFunction = {
    name: 'projector',
    roleArn: 'arn:role',
    timeoutMs: 1_000,
    invoke: async (_payload, how) => {
      invocations.push(how)
      return { ok: true, payload: invocations.length }
    },
    stop: async () => undefined,
  }
  const chaos = createChaos(systemClock)
  chaos.set({ sinks: fault }, 1)
  return { result: await disturbFunction(lambda, chaos).invoke([]), invocations }
}

const FAILED = { ok: false, timedOut: false, error: { errorType: 'ServiceException' } }

describe('a function that a mapping invokes, with', () => {
  it('an error is not run, and Lambda says that it failed', async () => {
    const { result, invocations } = await invokeWith({ error: 1 })

    expect(result).toMatchObject(FAILED)
    expect(invocations).toEqual([])
  })

  it('a lost reply has run, and Lambda says that it failed', async () => {
    const { result, invocations } = await invokeWith({ lostReply: 1 })

    expect(result).toMatchObject(FAILED)
    expect(invocations).toHaveLength(1)
  })

  it('a duplicate runs twice', async () => {
    const { result } = await invokeWith({ duplicate: 1 })

    expect(result).toEqual({ ok: true, payload: 2 })
  })

  it('a kill is told when its process is to die', async () => {
    const { invocations } = await invokeWith({ kill: 1 })

    expect(invocations[0]?.killAfterMs).toBeLessThan(KILL_MS_MAX)
  })
})
