import { RESTARTS_IN_A_ROW_MAX } from '../../local/engines/supervise-engine.ts'
import { messageOf } from '../../local/message-of.ts'
import { makeStorm } from './make-storm.ts'
import { runStorm, type StormReport } from './run-storm.ts'
import type { Storm } from './storm.ts'
import type { StormPipeline } from './storm-pipeline.ts'

/** What a pipeline holds is judged whole after each storm. */
const STORMS_MAX = 50

/** Storms one after another, over one pipeline for as long as that can be. */
export interface StormSeries extends AsyncDisposable {
  /** Never rejects for what a storm does: then it is a finding, and the next one has a new pipeline. */
  run(seed: number): Promise<SeriesReport>
}

export interface SeriesReport extends StormReport {
  /** Of the first storm over the same pipeline. */
  readonly firstSeed: number
}

export function createStormSeries(open: () => Promise<StormPipeline>): StormSeries {
  let pipeline: StormPipeline | undefined
  let passed: Storm[] = []

  const close = async () => {
    const closing = pipeline
    pipeline = undefined
    passed = []
    await closing?.[Symbol.asyncDispose]()
  }
  const closeAndTell = () =>
    close().then(
      () => [],
      (error: unknown) => [`the pipeline did not stop: ${messageOf(error)}`],
    )
  return {
    async run(seed) {
      const storm = makeStorm(seed)
      const before = pipeline && !mayPass(storm, passed) ? await closeAndTell() : []
      pipeline ??= await open()
      passed.push(storm)
      const begunAt = performance.now()
      const report = await runStorm(storm, pipeline).catch((error: unknown) => ({
        storm,
        findings: [error instanceof Error ? String(error.stack) : String(error)],
        quietAfterMs: Number.NaN,
        tookMs: performance.now() - begunAt,
      }))
      const firstSeed = passed[0]?.seed ?? seed
      const findings = [...before.map((finding) => `before it, ${finding}`), ...report.findings]
      if (findings.length > 0) findings.push(...(await closeAndTell()))
      return { ...report, findings, firstSeed }
    },
    [Symbol.asyncDispose]: close,
  }
}

/** An engine that is killed once more often in a row is given up by its supervisor. */
function mayPass(storm: Storm, passed: readonly Storm[]): boolean {
  const kills = [...passed, storm].flatMap(({ weather }) =>
    weather.flatMap((one) => (one.kind === 'kill' ? [one.engine] : [])),
  )
  const mostKills = Math.max(
    0,
    ...[...Map.groupBy(kills, (kill) => kill).values()].map((all) => all.length),
  )
  return passed.length < STORMS_MAX && mostKills <= RESTARTS_IN_A_ROW_MAX
}
