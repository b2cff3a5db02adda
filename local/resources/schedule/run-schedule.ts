import type { Clock } from '../../clock.ts'
import type { InvocationResult } from '../../functions/invocation-result.ts'
import type { Authorize } from '../../policies/authorize.ts'
import { AccessDenied } from '../../policies/authorize.ts'
import type { Emit } from '../../signals.ts'
import { ASYNC_RETRY_PAUSES_MS } from './limits.ts'

export interface RunningSchedule {
  readonly name: string
  readonly rateMs: number
  readonly functionArn: string
  readonly invoke: () => Promise<InvocationResult>
  readonly authorize: Authorize
  readonly clock: Clock
  readonly emit: Emit
  /** Aborted when the runtime stops: an invocation in flight is finished, none is begun. */
  readonly signal: AbortSignal
}

/** Invokes the function at once and then at its rate, until it is told to stop. Never rejects. */
export async function runSchedule(schedule: RunningSchedule): Promise<void> {
  const { rateMs, clock, signal } = schedule
  const invocations = new Set<Promise<void>>()
  for (let dueAt = clock.now(); !signal.aborted; dueAt += rateMs) {
    if (isAllowed(schedule)) {
      const invocation = invokeWithRetries(schedule).finally(() => invocations.delete(invocation))
      invocations.add(invocation)
    }
    await clock.sleep(dueAt + rateMs - clock.now(), signal)
  }
  await Promise.all(invocations)
}

/** The refusal itself is told by whoever checks. */
function isAllowed({ authorize, functionArn }: RunningSchedule): boolean {
  try {
    authorize('lambda:InvokeFunction', functionArn)
    return true
  } catch (error) {
    if (error instanceof AccessDenied) return false
    throw error
  }
}

/** What fails is told by the function itself; after the last pause the next run has to do. */
async function invokeWithRetries({
  name,
  invoke,
  clock,
  emit,
  signal,
}: RunningSchedule): Promise<void> {
  for (const pauseMs of [...ASYNC_RETRY_PAUSES_MS, undefined]) {
    const result = await invoke()
    if (result.ok || pauseMs === undefined) return
    const reason = result.error.errorMessage
    emit({ type: 'retry.scheduled', resource: name, delayMs: pauseMs, reason })
    await clock.sleep(pauseMs, signal)
    if (signal.aborted) return
  }
}
