import { afterAll, describe, expect, it, vi } from 'vitest'
import { packageOnce } from '../support/package-once.ts'
import { describeReplay, describeStorm } from './describe-storm.ts'
import { openStormPipeline } from './storm-pipeline.ts'
import { createStormSeries, type SeriesReport } from './storm-series.ts'

const FIRST_SEED = 710
const COUNT = process.env.TAILRACE_TEST_LONG ? 100 : 10
const SEEDS = Array.from({ length: COUNT }, (_, place) => FIRST_SEED + place)

// A bound on hanging, above a storm's own: a storm takes a few seconds, the first one starts a pipeline.
vi.setConfig({ testTimeout: 400_000, hookTimeout: 120_000 })

/** Whose logs are read. */
const FUNCTIONS = ['enrichment', 'searchProjector', 'lakeWriter', 'cacheInvalidator']

const reports: SeriesReport[] = []
const series = createStormSeries(async () => {
  const { templatePath } = await packageOnce('dev')
  return openStormPipeline({ templatePath })
})
afterAll(() => series[Symbol.asyncDispose]())

describe('after a storm every sink is right, no change is lost, and no log quotes an item', () => {
  it.each(SEEDS)('storm %i', async (seed) => {
    const report = await series.run(seed)
    reports.push(report)

    const { findings, storm, firstSeed } = report
    const replay = [...describeStorm(storm), describeReplay(storm, firstSeed)].join('\n')
    expect(findings, replay).toEqual([])
  })

  it('there was something to judge', () => {
    const { changes = 0, cached = 0, logs = new Map() } = reports.at(-1)?.seen ?? {}

    expect(changes).toBeGreaterThan(0)
    expect(cached).toBeGreaterThan(0)
    for (const name of FUNCTIONS) expect([...logs.keys()].join(' ')).toContain(name)
  })
})
