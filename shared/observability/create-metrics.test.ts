import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createMetrics } from './create-metrics.ts'

describe('createMetrics', () => {
  const printed: unknown[] = []
  beforeEach(() => {
    printed.length = 0
    vi.stubEnv('POWERTOOLS_METRICS_NAMESPACE', 'tailrace-test')
    vi.stubEnv('POWERTOOLS_SERVICE_NAME', 'search-projector')
    // So that it prints to the console that is watched here.
    vi.stubEnv('POWERTOOLS_DEV', 'true')
    vi.stubEnv('POWERTOOLS_METRICS_DISABLED', 'false')
    vi.spyOn(console, 'log').mockImplementation((line: string) => printed.push(JSON.parse(line)))
  })
  afterEach(() => {
    vi.unstubAllEnvs()
    vi.restoreAllMocks()
  })

  it('prints one line per call, with namespace, service and units', () => {
    const metrics = createMetrics()

    metrics.publish({ EventsApplied: 2, LagMs: 4_000 })
    metrics.publish({ EventsStale: 1 })

    expect(printed).toMatchObject([
      {
        service: 'search-projector',
        EventsApplied: 2,
        LagMs: 4_000,
        _aws: {
          CloudWatchMetrics: [
            {
              Namespace: 'tailrace-test',
              Dimensions: [['service']],
              Metrics: [
                { Name: 'EventsApplied', Unit: 'Count' },
                { Name: 'LagMs', Unit: 'Milliseconds' },
              ],
            },
          ],
        },
      },
      { EventsStale: 1 },
    ])
    expect(printed[1]).not.toHaveProperty('EventsApplied')
  })

  it('prints nothing when there is nothing to tell', () => {
    createMetrics().publish({})
    createMetrics().publish({ LagMs: Number.NaN })

    expect(printed).toEqual([])
  })
})
