import { describe, expect, it } from 'vitest'
import type { TemplateObject } from '../../template/template.ts'
import { readPipeSettings } from './pipe-settings.ts'

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
    [{ BatchSize: 11 }, 'BatchSize of 11 is more than the target takes: 10'],
    [{ ParallelizationFactor: 11 }, 'ParallelizationFactor must lie within 1 and 10'],
    [{ MaximumBatchingWindowInSeconds: 301 }, 'MaximumBatchingWindowInSeconds must lie within'],
    [{ MaximumRetryAttempts: -2 }, 'MaximumRetryAttempts must lie within'],
  ])('refuses %j', (source, message) => {
    expect(() => settings(source)).toThrow(message)
  })

  it('refuses a sixth filter and an operator that Pipes lack', () => {
    const filter = { Pattern: '{"eventName": ["INSERT"]}' }
    const wildcard = { Pattern: '{"eventName": [{"wildcard": "IN*"}]}' }

    expect(() => settings({}, Array(6).fill(filter))).toThrow('at most 5 filters')
    expect(() => settings({}, [wildcard])).toThrow('no operator "wildcard"')
  })

  it('takes a record that any of the filters takes', () => {
    const filters = [{ Pattern: '{"a": [1]}' }, { Pattern: '{"b": [1]}' }]
    const { takes } = settings({}, filters)

    expect([{ a: 1 }, { b: 1 }, { a: 2, b: 2 }].map(takes)).toEqual([true, true, false])
  })
})
