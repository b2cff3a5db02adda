import type { FunctionProcess } from './function-process.ts'
import { INIT_TIMEOUT_MS } from './limits.ts'
import type { ProcessOutcome } from './process-outcome.ts'

export interface ColdStart {
  readonly worker: FunctionProcess
  /** `ready`, or why it is not; then the process is gone. */
  readonly outcome: ProcessOutcome
  /** What is left of the function's timeout for the handler. */
  readonly leftMs: number
}

/**
 * Starts a process and waits for its code. Loading has Lambda's own ten seconds; code that takes longer
 * is loaded once more, then on the time of the invocation.
 * https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html
 */
export async function coldStart(
  start: () => FunctionProcess,
  timeoutMs: number,
  initTimeoutMs = INIT_TIMEOUT_MS,
): Promise<ColdStart> {
  const first = start()
  const outcome = await first.load(initTimeoutMs)
  if (outcome.kind !== 'timed-out') return { worker: first, outcome, leftMs: timeoutMs }

  const second = start()
  const startedAt = performance.now()
  const again = await second.load(timeoutMs)
  const leftMs = Math.max(0, timeoutMs - (performance.now() - startedAt))
  return { worker: second, outcome: again, leftMs }
}
