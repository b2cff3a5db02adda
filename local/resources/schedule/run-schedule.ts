import { type AsyncInvocation, invokeAsync } from '../../functions/invoke-async.ts'
import type { Authorize } from '../../policies/authorize.ts'
import { AccessDenied } from '../../policies/authorize.ts'

export interface RunningSchedule extends AsyncInvocation {
  readonly rateMs: number
  readonly functionArn: string
  readonly authorize: Authorize
}

/** Invokes the function at once and then at its rate, until it is told to stop. Never rejects. */
export async function runSchedule(schedule: RunningSchedule): Promise<void> {
  const { rateMs, clock, signal } = schedule
  const invocations = new Set<Promise<void>>()
  for (let dueAt = clock.now(); !signal.aborted; dueAt += rateMs) {
    if (isAllowed(schedule)) {
      const invocation = invokeAsync(schedule).finally(() => invocations.delete(invocation))
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
