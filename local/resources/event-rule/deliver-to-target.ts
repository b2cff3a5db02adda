import { backOffDelayMs } from '../../back-off.ts'
import { messageOf } from '../../message-of.ts'
import { StoppedByName } from '../../stopped-by-name.ts'
import type { BusEvent } from '../event-bus/bus-event.ts'
import { RETRY_FIRST_MS, RETRY_LONGEST_MS } from '../event-bus/limits.ts'
import type { Stack } from '../resource-model.ts'

export interface RuleTarget {
  readonly name: string
  /** Attempts after the first. */
  readonly retryAttemptsMax: number
  readonly eventAgeMsMax: number
  /** @throws when the target did not take the body. */
  send(body: string): Promise<void>
}

export interface Delivery {
  readonly event: BusEvent
  /** The event as the target gets it. */
  readonly body: string
  readonly target: RuleTarget
  readonly rule: string
  readonly stack: Pick<Stack, 'clock' | 'random' | 'emit' | 'stopByName'>
  /** Aborted when the runtime stops: the event is then let go. */
  readonly signal: AbortSignal
}

/**
 * Sends an event to one target until it is taken. Where AWS would give up and use the rule's DLQ,
 * the runtime is stopped by the setting's name. Never rejects.
 */
export async function deliverToTarget({
  event,
  body,
  target,
  rule,
  stack,
  signal,
}: Delivery): Promise<void> {
  const { clock, random, emit } = stack
  const startedAt = clock.now()
  const about = { rule, target: target.name, eventId: event.id }

  for (let failures = 1; ; failures++) {
    try {
      await target.send(body)
      emit({ type: 'event.delivered', ...about })
      return
    } catch (error) {
      const reason = messageOf(error)
      emit({ type: 'delivery.failed', ...about, error: reason })
      const setting = settingNeeded(error, failures, clock.now() - startedAt, target)
      if (setting !== undefined) {
        return stack.stopByName(new StoppedByName(rule, setting, `${target.name}: ${reason}`))
      }
      const backOff = { firstMs: RETRY_FIRST_MS, longestMs: RETRY_LONGEST_MS, random }
      const delayMs = backOffDelayMs(failures, backOff)
      emit({ type: 'retry.scheduled', resource: rule, delayMs, reason })
      await clock.sleep(delayMs, signal)
      if (signal.aborted) return
    }
  }
}

/** A missing queue is not retried: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html */
function settingNeeded(
  error: unknown,
  failures: number,
  ageMs: number,
  target: RuleTarget,
): string | undefined {
  if (error instanceof Error && error.name === 'QueueDoesNotExist') return 'DeadLetterConfig'
  if (failures > target.retryAttemptsMax) return 'RetryPolicy.MaximumRetryAttempts'
  if (ageMs >= target.eventAgeMsMax) return 'RetryPolicy.MaximumEventAgeInSeconds'
  return undefined
}
