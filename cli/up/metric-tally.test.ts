import { expect, it } from 'vitest'
import { createMetricTally } from './metric-tally.ts'

it('sums up counts by service, and leaves out times, which are counted from a minute', () => {
  const tally = createMetricTally()
  const tell = (service: string | undefined, values: Record<string, number>) =>
    tally.onSignal({
      ...{ type: 'metrics.published', at: 0, function: 'LakeWriterLambdaFunction' },
      points: Object.entries(values).map(([name, value]) => ({
        ...{ namespace: 'tailrace-dev', name, value },
        unit: name === 'LagMs' ? 'Milliseconds' : 'Count',
        dimensions: service === undefined ? {} : { service },
      })),
    })
  expect(tally.lines()).toEqual([])
  tell('enrichment', { RecordsRead: 2, LagMs: 90.4 })
  tell('search-projector', { EventsApplied: 2 })
  tell('enrichment', { RecordsRead: 3, RecordsParked: 1, LagMs: 20 })
  tell(undefined, { EventsApplied: 1 })

  expect(tally.lines()).toEqual([
    '  enrichment                RecordsRead 5, RecordsParked 1',
    '  search-projector          EventsApplied 2',
    '  LakeWriterLambdaFunction  EventsApplied 1',
  ])
})
