import { backOffDelayMs } from '../../back-off.ts'
import type { BusEvent } from '../event-bus/bus-event.ts'
import type { Stack } from '../resource-model.ts'
import { classifyDeliveryError, type DeliveryFailure } from './classify-delivery-error.ts'
import { type GivenUp, toDeadLetterAttributes } from './dead-letter-attributes.ts'
import { EVENT_AGE_SECONDS_MAX, RETRY_FIRST_MS, RETRY_LONGEST_MS } from './limits.ts'
import type { Destination } from './queue-destination.ts'

export interface RuleTarget {
  readonly queue: Destination
  readonly deadLetters?: Destination
  /** Attempts after the first. */
  readonly retryAttemptsMax: number
  readonly eventAgeMsMax: number
}

export interface Delivery {
  readonly event: BusEvent
  /** The event as the target gets it. */
  readonly body: string
  readonly target: RuleTarget
  /** Logical id. */
  readonly rule: string
  readonly ruleArn: string
  readonly stack: Pick<Stack, 'clock' | 'random' | 'emit'>
  /** Aborted when the runtime stops: what waits is tried once more, and then the DLQ. */
  readonly signal: AbortSignal
  /** The bus holds the event for the next run: what a stop finds waiting needs no DLQ, and is not lost. */
  readonly isKept?: boolean
}

/** Where an event ended, or that the next run has to deliver it. */
export type DeliveryEnd = 'delivered' | 'dead-lettered' | 'dropped' | 'kept'

/**
 * Sends an event to one target until it is taken or given up, and then to its DLQ. What neither
 * takes is told as dropped. Never rejects.
 */
export async function deliverToTarget(delivery: Delivery): Promise<DeliveryEnd> {
  const acceptedAt = delivery.stack.clock.now()
  const givenUp = await sendUntilGivenUp(delivery, acceptedAt)
  if (givenUp === undefined) return 'delivered'
  if (isKeptAtStop(delivery, givenUp.failure)) return 'kept'
  return sendToDeadLetters(delivery, givenUp, acceptedAt)
}

/** @returns nothing when the target took the event. */
async function sendUntilGivenUp(
  delivery: Delivery,
  acceptedAt: number,
): Promise<GivenUp | undefined> {
  const { body, target, signal, stack } = delivery
  const { clock, emit } = stack
  const endsAt = acceptedAt + target.eventAgeMsMax

  for (let retries = 0; ; retries++) {
    const failure = await attempt(target.queue, { body })
    if (failure === undefined) {
      emit({ type: 'event.delivered', ...aboutOf(delivery) })
      return undefined
    }
    emit({ type: 'delivery.failed', ...aboutOf(delivery), error: failure.message })
    if (!failure.isRetried || signal.aborted) return { failure, retries }
    if (retries >= target.retryAttemptsMax) {
      return { failure, retries, condition: 'MaximumRetryAttempts' }
    }
    await waitToRetry(delivery, { failure, failures: retries + 1, endsAt })
    if (clock.now() >= endsAt && !signal.aborted) {
      return { failure, retries, condition: 'MaximumEventAgeInSeconds' }
    }
  }
}

async function sendToDeadLetters(
  delivery: Delivery,
  givenUp: GivenUp,
  acceptedAt: number,
): Promise<DeliveryEnd> {
  const { body, target, ruleArn, signal, stack } = delivery
  const { deadLetters } = target
  const errorCode = givenUp.failure.code
  const drop = (reason: string): DeliveryEnd => {
    stack.emit({ type: 'event.dropped', ...aboutOf(delivery), errorCode, reason })
    return 'dropped'
  }
  if (deadLetters === undefined) return drop('the target has no DLQ')

  const arns = { rule: ruleArn, target: target.queue.arn }
  const message = { body, attributes: toDeadLetterAttributes(givenUp, arns) }
  const endsAt = acceptedAt + EVENT_AGE_SECONDS_MAX * 1000
  for (let failures = 1; ; failures++) {
    const failure = await attempt(deadLetters, message)
    if (failure === undefined) {
      const deadLetterQueue = deadLetters.name
      stack.emit({ type: 'event.dead_lettered', ...aboutOf(delivery), errorCode, deadLetterQueue })
      return 'dead-lettered'
    }
    if (isKeptAtStop(delivery, failure)) return 'kept'
    if (!failure.isRetried || signal.aborted || stack.clock.now() >= endsAt) {
      return drop(`${deadLetters.name}: ${failure.message}`)
    }
    await waitToRetry(delivery, { failure, failures, endsAt })
  }
}

function isKeptAtStop({ isKept, signal }: Delivery, { isRetried }: DeliveryFailure): boolean {
  return isKept === true && isRetried && signal.aborted
}

async function attempt(
  destination: Destination,
  message: Parameters<Destination['send']>[0],
): Promise<DeliveryFailure | undefined> {
  try {
    await destination.send(message)
    return undefined
  } catch (error) {
    return classifyDeliveryError(error)
  }
}

/** Waits for the next attempt, but not beyond the end. */
async function waitToRetry(
  { rule, signal, stack }: Delivery,
  wait: { readonly failure: DeliveryFailure; readonly failures: number; readonly endsAt: number },
): Promise<void> {
  const { clock, random, emit } = stack
  const backOff = { firstMs: RETRY_FIRST_MS, longestMs: RETRY_LONGEST_MS, random }
  const delayMs = Math.min(backOffDelayMs(wait.failures, backOff), wait.endsAt - clock.now())
  emit({ type: 'retry.scheduled', resource: rule, delayMs, reason: wait.failure.message })
  await clock.sleep(delayMs, signal)
}

function aboutOf({ rule, target, event }: Delivery) {
  return { rule, target: target.queue.name, eventId: event.id }
}
