import { describe, expect, it } from 'vitest'
import { readMappingSettings } from './read-mapping-settings.ts'
import { mappingRules } from './rules.ts'

describe('readMappingSettings', () => {
  it("takes AWS's defaults when the template does not say", () => {
    expect(readMappingSettings({})).toEqual({
      isEnabled: true,
      batchSize: 10,
      windowMs: 0,
      pollers: 3,
      reportsFailures: false,
    })
  })

  it('takes what the template says, numbers as text too', () => {
    const settings = readMappingSettings({
      Enabled: 'false',
      BatchSize: '500',
      MaximumBatchingWindowInSeconds: 2,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    })

    expect(settings).toMatchObject({
      isEnabled: false,
      batchSize: 500,
      windowMs: 2_000,
      reportsFailures: true,
    })
  })

  it.each([
    [{ BatchSize: 0 }, 'BatchSize must be a whole number within 1 and 10000, not 0'],
    [{ BatchSize: 10_001 }, 'BatchSize must be'],
    [{ BatchSize: 1.5 }, 'BatchSize must be'],
    [{ BatchSize: 'many' }, 'BatchSize must be'],
    [{ MaximumBatchingWindowInSeconds: 301 }, 'MaximumBatchingWindowInSeconds must be'],
    [{ MaximumBatchingWindowInSeconds: -1 }, 'MaximumBatchingWindowInSeconds must be'],
    [{ ScalingConfig: { MaximumConcurrency: 1 } }, 'MaximumConcurrency must be'],
    [{ ScalingConfig: { MaximumConcurrency: 1_001 } }, 'MaximumConcurrency must be'],
  ])(`${mappingRules.settingRanges.text} %j`, (properties, message) => {
    expect(() => readMappingSettings(properties)).toThrow(message)
  })

  it(mappingRules.largeBatchNeedsWindow.text, () => {
    const withWindow = (seconds: number) => ({
      BatchSize: 11,
      MaximumBatchingWindowInSeconds: seconds,
    })

    expect(() => readMappingSettings(withWindow(0))).toThrow('BatchSize of 11 needs')
    expect(readMappingSettings(withWindow(1)).batchSize).toBe(11)
  })

  it.each([
    [{}, 3],
    [{ MaximumConcurrency: 2 }, 2],
    [{ MaximumConcurrency: 1_000 }, 3],
  ])(`${mappingRules.concurrency.text} %j`, (ScalingConfig, pollers) => {
    expect(readMappingSettings({ ScalingConfig }).pollers).toBe(pollers)
  })
})
