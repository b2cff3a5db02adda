import { describe, expect, it } from 'vitest'
import type { TemplateObject } from '../../template/template.ts'
import { readPipeSettings } from './pipe-settings.ts'
import { pipeRules } from './rules.ts'

function settings(source: TemplateObject, filters: TemplateObject[] = []) {
  return readPipeSettings({
    SourceParameters: {
      DynamoDBStreamParameters: { BatchSize: 10, ...source },
      FilterCriteria: { Filters: filters },
    },
  })
}

describe('readPipeSettings', () => {
  it('takes -1 for no limit, which is also the default', () => {
    expect(settings({ MaximumRetryAttempts: -1 })).toMatchObject({
      retryAttemptsMax: Number.POSITIVE_INFINITY,
      recordAgeMsMax: Number.POSITIVE_INFINITY,
    })
  })

  it.each([
    [{ BatchSize: 0 }, 'BatchSize must lie within 1 and 10000'],
    [{ ParallelizationFactor: 11 }, 'ParallelizationFactor must lie within 1 and 10'],
    [{ MaximumBatchingWindowInSeconds: 301 }, 'MaximumBatchingWindowInSeconds must lie within'],
    [{ MaximumRetryAttempts: -2 }, 'MaximumRetryAttempts must lie within'],
    [{ MaximumRecordAgeInSeconds: 604_801 }, 'MaximumRecordAgeInSeconds must lie within'],
  ])(`${pipeRules.settingRanges.text} (%j)`, (source, message) => {
    expect(() => settings(source)).toThrow(message)
  })

  it(pipeRules.batchSizeOfTarget.text, () => {
    const most = settings({ BatchSize: 10 })

    expect(most.batchSize).toBe(10)
    expect(() => settings({ BatchSize: 11 })).toThrow(
      'BatchSize of 11 is more than the target takes: 10',
    )
  })

  it(pipeRules.standardQueue.text, () => {
    const withDeadLetters = (Arn: string) => () => settings({ DeadLetterConfig: { Arn } })
    const queue = 'arn:aws:sqs:eu-west-1:000000000000:dlq'

    expect(withDeadLetters(queue)()).toMatchObject({ deadLetterQueueArn: queue })
    expect(withDeadLetters(`${queue}.fifo`)).toThrow('must be that of a standard queue')
    expect(withDeadLetters('arn:aws:sns:eu-west-1:000000000000:topic')).toThrow(
      'DeadLetterConfig.Arn is an SNS topic',
    )
  })

  it('refuses an operator that Pipes lack', () => {
    const wildcard = { Pattern: '{"eventName": [{"wildcard": "IN*"}]}' }

    expect(() => settings({}, [wildcard])).toThrow('no operator "wildcard"')
  })

  it(pipeRules.fiveFilters.text, () => {
    const filters = [{ Pattern: '{"a": [1]}' }, { Pattern: '{"b": [1]}' }]
    const { takes } = settings({}, filters)

    expect([{ a: 1 }, { b: 1 }, { a: 2, b: 2 }].map(takes)).toEqual([true, true, false])
    expect(() => settings({}, Array(6).fill(filters[0]))).toThrow('at most 5 filters')
  })
})
