import { describe, expect, it } from 'vitest'
import { createFakeClock } from '../../fake-clock.ts'
import { AccessDenied } from '../../policies/authorize.ts'
import type { SignalBody } from '../../signals.ts'
import { deliverToTarget, type RuleTarget } from './deliver-to-target.ts'
import {
  aConnectionError,
  anEvent,
  aServiceError,
  aTarget,
  createFakeDestination,
} from './fake-destination.ts'
import { eventRuleRules } from './rules.ts'

const RULE_ARN = 'arn:aws:events:eu-west-1:000000000000:rule/changes/search'
const BODY = '{"detail":{"a":1.0}}'
const HOUR_MS = 3_600_000

const denied = new AccessDenied({
  caller: 'events.amazonaws.com',
  action: 'sqs:SendMessage',
  resource: 'arn:queue',
  reason: 'no policy of the queue allows it',
})

function startDelivery(target: RuleTarget, random = () => 1) {
  const clock = createFakeClock()
  const signals: SignalBody[] = []
  const stopping = new AbortController()
  const end = deliverToTarget({
    event: anEvent(),
    body: BODY,
    rule: 'SearchRule',
    ruleArn: RULE_ARN,
    target,
    signal: stopping.signal,
    stack: { clock, random, emit: (signal) => signals.push(signal) },
  })
  const told = (type: SignalBody['type']) => signals.filter((signal) => signal.type === type)
  const delays = () =>
    signals.flatMap((one) => (one.type === 'retry.scheduled' ? [one.delayMs] : []))
  return { clock, told, delays, end, stopping }
}

/** A delivery to a queue that always fails, with a DLQ. */
function startFailing(error: Error, limits: Partial<RuleTarget> = {}) {
  const queue = createFakeDestination('queue', Array<Error>(500).fill(error))
  const deadLetters = createFakeDestination('dlq')
  const delivery = startDelivery(aTarget({ queue, deadLetters, ...limits }))
  return { ...delivery, queue, deadLetters }
}

async function expectDeadLetterAtOnce(error: Error, errorCode: string): Promise<void> {
  const { queue, deadLetters, end, told } = startFailing(error)

  expect(await end).toBe('dead-lettered')
  expect(queue.attempts()).toBe(1)
  expect(deadLetters.taken[0]?.attributes).toMatchObject({ ERROR_CODE: errorCode })
  expect(told('event.dead_lettered')).toMatchObject([
    { rule: 'SearchRule', target: 'queue', eventId: 'e-1', errorCode, deadLetterQueue: 'dlq' },
  ])
}

describe('deliverToTarget: attempts', () => {
  it('sends the body as it is, and tells it', async () => {
    const queue = createFakeDestination('queue')

    const { end, told } = startDelivery(aTarget({ queue }))

    expect(await end).toBe('delivered')
    expect(queue.taken).toEqual([{ body: BODY, attributes: {} }])
    expect(told('event.delivered')).toMatchObject([{ target: 'queue', eventId: 'e-1' }])
  })

  it.each([
    aConnectionError(),
    aServiceError('RequestThrottled'),
    aServiceError('TooMany', 429),
    aServiceError('InternalFailure', 500),
    aServiceError('TimeoutError'),
    new Error('of nobody knows what'),
  ])(`${eventRuleRules.retried.text} (%s)`, async (error) => {
    const queue = createFakeDestination('queue', [error, error])

    const { clock, end } = startDelivery(aTarget({ queue }))
    await clock.advance(3_000)

    expect(await end).toBe('delivered')
    expect(queue.attempts()).toBe(3)
  })

  it(eventRuleRules.backOff.text, async () => {
    const whole = startFailing(aConnectionError())
    await whole.clock.advance(2 * HOUR_MS)
    const half = startDelivery(
      aTarget({ queue: createFakeDestination('queue', [aConnectionError()]) }),
      () => 0,
    )
    await half.clock.settle()

    const seconds = whole.delays().map((ms) => ms / 1000)
    expect(seconds.slice(0, 12)).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 600, 600])
    expect(half.delays()).toEqual([500])
    whole.stopping.abort()
    await whole.end
  })

  it(eventRuleRules.retryAttempts.text, async () => {
    const { clock, queue, deadLetters, end } = startFailing(aConnectionError(), {
      retryAttemptsMax: 2,
    })
    await clock.advance(HOUR_MS)

    expect(await end).toBe('dead-lettered')
    expect(queue.attempts()).toBe(3)
    expect(deadLetters.taken[0]?.attributes).toMatchObject({
      EXHAUSTED_RETRY_CONDITION: 'MaximumRetryAttempts',
      RETRY_ATTEMPTS: '2',
      ERROR_CODE: 'CONNECTION_FAILURE',
    })
  })

  it(eventRuleRules.eventAge.text, async () => {
    const { clock, queue, deadLetters, end } = startFailing(aConnectionError(), {
      eventAgeMsMax: 60_000,
    })

    await clock.advance(59_999)
    const before = [...deadLetters.taken]
    await clock.advance(1)

    expect(before).toEqual([])
    expect(await end).toBe('dead-lettered')
    // After 0, 1, 3, 7, 15 and 31 seconds; the next would be at 63.
    expect(queue.attempts()).toBe(6)
    expect(deadLetters.taken[0]?.attributes).toMatchObject({
      EXHAUSTED_RETRY_CONDITION: 'MaximumEventAgeInSeconds',
      RETRY_ATTEMPTS: '5',
    })
  })

  it(eventRuleRules.noPermission.text, async () => {
    await expectDeadLetterAtOnce(denied, 'NO_PERMISSIONS')
  })

  it(eventRuleRules.noResource.text, async () => {
    await expectDeadLetterAtOnce(aServiceError('QueueDoesNotExist'), 'NO_RESOURCE')
  })

  it(eventRuleRules.tooLarge.text, async () => {
    await expectDeadLetterAtOnce(aServiceError('InvalidParameterValue'), 'INVALID_PARAMETER')
  })
})

describe('deliverToTarget: the DLQ', () => {
  it(eventRuleRules.deadLetterBody.text, async () => {
    const { deadLetters, end } = startFailing(denied)
    await end

    expect(deadLetters.taken[0]?.body).toBe(BODY)
  })

  it(eventRuleRules.deadLetterAttributes.text, async () => {
    const atOnce = startFailing(denied)
    const exhausted = startFailing(aConnectionError(), { retryAttemptsMax: 1 })
    await exhausted.clock.advance(HOUR_MS)
    await Promise.all([atOnce.end, exhausted.end])

    expect(atOnce.deadLetters.taken[0]?.attributes).toEqual({
      RULE_ARN,
      TARGET_ARN: atOnce.queue.arn,
      ERROR_CODE: 'NO_PERMISSIONS',
      ERROR_MESSAGE: denied.message,
      RETRY_ATTEMPTS: '0',
    })
    expect(exhausted.deadLetters.taken[0]?.attributes).toEqual({
      RULE_ARN,
      TARGET_ARN: exhausted.queue.arn,
      ERROR_CODE: 'CONNECTION_FAILURE',
      ERROR_MESSAGE: 'connect ECONNREFUSED',
      RETRY_ATTEMPTS: '1',
      EXHAUSTED_RETRY_CONDITION: 'MaximumRetryAttempts',
    })
  })

  it(eventRuleRules.deadLetterRetried.text, async () => {
    const down = Array<Error>(10).fill(aConnectionError())
    const deadLetters = createFakeDestination('dlq', down)
    const queue = createFakeDestination('queue', [denied])
    const taken = startDelivery(aTarget({ queue, deadLetters }))
    await taken.clock.advance(HOUR_MS)

    const always = createFakeDestination('dlq', Array<Error>(500).fill(aConnectionError()))
    const lost = startDelivery(
      aTarget({ queue: createFakeDestination('queue', [denied]), deadLetters: always }),
    )
    await lost.clock.advance(24 * HOUR_MS)

    expect(await taken.end).toBe('dead-lettered')
    expect(deadLetters.attempts()).toBe(11)
    expect(await lost.end).toBe('dropped')
  })

  it(eventRuleRules.dropped.text, async () => {
    const queue = createFakeDestination('queue', [denied])

    const { end, told } = startDelivery(aTarget({ queue }))

    expect(await end).toBe('dropped')
    expect(told('event.dropped')).toMatchObject([
      { rule: 'SearchRule', target: 'queue', eventId: 'e-1', errorCode: 'NO_PERMISSIONS' },
    ])
  })

  it.each([aServiceError('QueueDoesNotExist'), aServiceError('InvalidParameterValue'), denied])(
    `${eventRuleRules.deadLetterFailed.text} (%s)`,
    async (error) => {
      const queue = createFakeDestination('queue', [denied])
      const deadLetters = createFakeDestination('dlq', [error])

      const { end, told } = startDelivery(aTarget({ queue, deadLetters }))

      expect(await end).toBe('dropped')
      expect(told('event.dropped')).toMatchObject([
        { errorCode: 'NO_PERMISSIONS', reason: `dlq: ${error.message}` },
      ])
    },
  )
})
