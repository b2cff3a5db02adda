import { backOffDelayMs } from '../../back-off.ts'
import type { Clock } from '../../clock.ts'
import type { InvocationResult } from '../../functions/invocation-result.ts'
import { POLL_RETRY_FIRST_MS, POLL_RETRY_LONGEST_MS } from './limits.ts'

export interface InvokeOptions {
  readonly invoke: () => Promise<InvocationResult>
  readonly clock: Clock
  readonly random: () => number
  /** When the batch is visible again to others, epoch milliseconds. */
  readonly visibleAt: number
  /** Told before each wait. */
  readonly onThrottled: (delayMs: number) => void
  readonly signal: AbortSignal
}

/**
 * Invokes, and again while the function is throttled, until the batch is no longer ours.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
 */
export async function invokeUntilRun(options: InvokeOptions): Promise<InvocationResult> {
  const { invoke, clock, random, visibleAt, onThrottled, signal } = options
  const backOff = { firstMs: POLL_RETRY_FIRST_MS, longestMs: POLL_RETRY_LONGEST_MS, random }

  for (let attempt = 1; ; attempt++) {
    const result = await invoke()
    if (result.ok || !result.throttled) return result
    const delayMs = backOffDelayMs(attempt, backOff)
    onThrottled(delayMs)
    if (clock.now() + delayMs >= visibleAt) return result
    await clock.sleep(delayMs, signal)
    if (signal.aborted) return result
  }
}
