import { describe, expect, it } from 'vitest'
import { resolveSettings } from './resolve-settings.ts'
import { templateValues } from './template-values.ts'

function valuesWith(overrides: Parameters<typeof resolveSettings>[1]) {
  return templateValues('feature-x', resolveSettings('feature-x', overrides))
}

describe('templateValues', () => {
  it('lets removals by TTL through when the stage wants them', () => {
    expect(valuesWith({ ttlDeletes: 'drop' }).pipeFilterCriteria).not.toBeNull()
    expect(valuesWith({ ttlDeletes: 'deliver' }).pipeFilterCriteria).toBeNull()
  })

  it('leaves the bisect out when the stage does not want it', () => {
    expect(valuesWith({ pipeBisect: false }).pipeOnPartialFailure).toBeNull()
  })

  it('hides a batch for six timeouts and the window', () => {
    const values = valuesWith({ searchTimeoutSeconds: 90, searchBatchingWindowSeconds: 5 })

    expect(values.searchVisibilitySeconds).toBe(545)
  })

  it('spreads more than one node over zones', () => {
    expect(valuesWith({ searchInstanceCount: 1 }).searchZoneAware).toBe(false)
    expect(valuesWith({ searchInstanceCount: 2 }).searchZoneAware).toBe(true)
  })
})
