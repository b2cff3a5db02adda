import type { Clock } from '../clock.ts'
import type { Emit } from '../signals.ts'
import type { InvocationResult } from './invocation-result.ts'
import { ASYNC_RETRY_PAUSES_MS } from './limits.ts'

export interface AsyncInvocation {
  /** Who has it invoked, for signals. */
  readonly name: string
  readonly invoke: () => Promise<InvocationResult>
  readonly clock: Clock
  readonly emit: Emit
  /** Aborted when the runtime stops: nothing is tried again. */
  readonly signal: AbortSignal
}

/**
 * Invokes a function as a service does that does not wait for it. What fails is told by the function
 * itself, and tried again twice. Never rejects.
 */
export async function invokeAsync(invocation: AsyncInvocation): Promise<void> {
  const { name, invoke, clock, emit, signal } = invocation
  for (const pauseMs of [...ASYNC_RETRY_PAUSES_MS, undefined]) {
    const result = await invoke()
    if (result.ok || pauseMs === undefined) return
    const reason = result.error.errorMessage
    emit({ type: 'retry.scheduled', resource: name, delayMs: pauseMs, reason })
    await clock.sleep(pauseMs, signal)
    if (signal.aborted) return
  }
}
