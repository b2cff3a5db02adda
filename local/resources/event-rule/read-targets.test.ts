import { describe, expect, it } from 'vitest'
import { createFakeClock } from '../../fake-clock.ts'
import { readTargets } from './read-targets.ts'
import { eventRuleRules } from './rules.ts'

function read(...targets: Record<string, unknown>[]) {
  const arn = 'arn:queue'
  const queue = { arn, name: 'queue', url: 'http://queue', retentionSeconds: 60 }
  const stack = {
    queues: new Map([[arn, queue]]),
    clock: createFakeClock(),
    clients: { messages: { call: async () => ({}) } },
  }
  return readTargets(targets, { stack, authorize: () => undefined })
}

function withPolicy(RetryPolicy: Record<string, unknown>) {
  return { Id: 'a', Arn: 'arn:queue', RetryPolicy }
}

describe('readTargets', () => {
  it(eventRuleRules.targets.text, () => {
    const many = (count: number) =>
      Array.from({ length: count }, (_, index) => ({ Id: `t-${index}`, Arn: 'arn:queue' }))

    expect(read(...many(5))).toHaveLength(5)
    expect(() => read(...many(6))).toThrow('at most 5 targets, not 6')
    expect(() => read(...many(1), ...many(1))).toThrow('the target id t-0 is there twice')
  })

  it(eventRuleRules.retryPolicyDefaults.text, () => {
    const [target] = read({ Id: 'a', Arn: 'arn:queue' })

    expect(target).toMatchObject({ retryAttemptsMax: 185, eventAgeMsMax: 86_400_000 })
    expect(target?.deadLetters).toBeUndefined()
  })

  it.each([
    { MaximumRetryAttempts: -1 },
    { MaximumRetryAttempts: 186 },
    { MaximumRetryAttempts: 1.5 },
    { MaximumEventAgeInSeconds: 59 },
    { MaximumEventAgeInSeconds: 86_401 },
    { MaximumEventAgeInSeconds: 'long' },
  ])(`${eventRuleRules.retryPolicyRanges.text} (%j)`, (policy) => {
    expect(() => read(withPolicy(policy))).toThrow(Object.keys(policy)[0])
  })

  it('takes the ends of the ranges, as texts too', () => {
    const [least] = read(withPolicy({ MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: '60' }))

    expect(least).toMatchObject({ retryAttemptsMax: 0, eventAgeMsMax: 60_000 })
  })

  it('names a queue that is not in the stack', () => {
    const DeadLetterConfig = { Arn: 'arn:nowhere' }

    expect(() => read({ Id: 'a', Arn: 'arn:nowhere' })).toThrow('the target queue arn:nowhere')
    expect(() => read({ Id: 'a', Arn: 'arn:queue', DeadLetterConfig })).toThrow('the DLQ arn:no')
  })
})
