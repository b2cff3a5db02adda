import { describe, expect, it } from 'vitest'
import type { StormPipeline } from './storm-pipeline.ts'
import { createStormSeries } from './storm-series.ts'

/** One that no storm can pass over, and that does not stop. */
function aBrokenPipeline(): StormPipeline {
  return {
    get pipeline() {
      throw new Error('no pipeline is there')
    },
    [Symbol.asyncDispose]: async () => {
      throw new Error('its folder is not empty')
    },
  } as unknown as StormPipeline
}

describe('a series of storms', () => {
  it('tells what a storm found also when its pipeline does not stop, and goes on with another', async () => {
    let opened = 0
    const series = createStormSeries(async () => {
      opened += 1
      return aBrokenPipeline()
    })

    const reports = [await series.run(711), await series.run(712)]

    const findings = [
      expect.stringContaining('no pipeline is there'),
      'the pipeline did not stop: its folder is not empty',
    ]
    expect(reports.map((report) => report.findings)).toEqual([findings, findings])
    expect(reports.map(({ firstSeed }) => firstSeed)).toEqual([711, 712])
    expect(opened).toBe(2)
  })
})
