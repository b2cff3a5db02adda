import { isRecord } from '../../../shared/json/is-record.ts'
import type { Authorize } from '../../policies/authorize.ts'
import { findByArn, type Stack } from '../resource-model.ts'
import type { RuleTarget } from './deliver-to-target.ts'
import {
  EVENT_AGE_SECONDS_DEFAULT,
  EVENT_AGE_SECONDS_MAX,
  EVENT_AGE_SECONDS_MIN,
  RETRY_ATTEMPTS_DEFAULT,
  RETRY_ATTEMPTS_MAX,
  TARGETS_MAX,
} from './limits.ts'
import { createQueueDestination, type Destination } from './queue-destination.ts'
import type { MessageSender } from './send-messages.ts'

/** What of the stack a rule's targets need. */
export type TargetStack = Pick<Stack, 'queues' | 'clock'> & {
  readonly clients: { readonly sqs: MessageSender }
}

/**
 * The targets of a rule from its properties.
 *
 * @throws Error naming what AWS would refuse, or a queue that is not in the stack.
 */
export function readTargets(
  value: unknown,
  { stack, authorize }: { readonly stack: TargetStack; readonly authorize: Authorize },
): readonly RuleTarget[] {
  const targets = Array.isArray(value) ? value.filter(isRecord) : []
  requireDistinctIds(targets.map(({ Id }) => Id))

  const destination = (arn: unknown, what: string): Destination =>
    createQueueDestination({
      queue: findByArn(stack.queues, arn, what),
      sqs: stack.clients.sqs,
      clock: stack.clock,
      authorize,
    })
  return targets.map(({ Arn, RetryPolicy, DeadLetterConfig }) => {
    const limits = readRetryPolicy(RetryPolicy)
    const queue = destination(Arn, 'the target queue')
    if (!isRecord(DeadLetterConfig)) return { ...limits, queue }
    return { ...limits, queue, deadLetters: destination(DeadLetterConfig.Arn, 'the DLQ') }
  })
}

function requireDistinctIds(ids: readonly unknown[]): void {
  if (ids.length > TARGETS_MAX) {
    throw new Error(`a rule has at most ${TARGETS_MAX} targets, not ${ids.length}`)
  }
  const twice = ids.find((id, index) => ids.indexOf(id) !== index)
  if (twice !== undefined) throw new Error(`the target id ${String(twice)} is there twice`)
}

function readRetryPolicy(value: unknown): Pick<RuleTarget, 'retryAttemptsMax' | 'eventAgeMsMax'> {
  const policy = isRecord(value) ? value : {}
  const retryAttemptsMax = Number(policy.MaximumRetryAttempts ?? RETRY_ATTEMPTS_DEFAULT)
  const ageSeconds = Number(policy.MaximumEventAgeInSeconds ?? EVENT_AGE_SECONDS_DEFAULT)
  requireWithin('MaximumRetryAttempts', retryAttemptsMax, [0, RETRY_ATTEMPTS_MAX])
  requireWithin('MaximumEventAgeInSeconds', ageSeconds, [
    EVENT_AGE_SECONDS_MIN,
    EVENT_AGE_SECONDS_MAX,
  ])
  return { retryAttemptsMax, eventAgeMsMax: ageSeconds * 1000 }
}

function requireWithin(name: string, value: number, [least, most]: [number, number]): void {
  if (Number.isInteger(value) && value >= least && value <= most) return
  throw new Error(`${name} must be a whole number from ${least} to ${most}, not ${value}`)
}
