/**
 * Storms for as long as one likes, or one storm again:
 *
 *   node test/storms/run-storms.ts --seed 123 [--count 1000]
 *   node test/storms/run-storms.ts --seed 123 --show        what happens in it, without running it
 *
 * The schedule of a seed is always the same. When each call of it meets the faults depends on the
 * machine, so a failure that needs a rare moment may take several replays.
 *
 * Exit codes: 0 all are right, 1 one is not, 2 bad input.
 */
import { parseArgs } from 'node:util'
import { describeReplay, describeStorm, describeWrites } from './describe-storm.ts'
import { makeStorm } from './make-storm.ts'
import { openStormPipeline } from './storm-pipeline.ts'
import { createStormSeries, type SeriesReport } from './storm-series.ts'

const SEED_MAX = 2 ** 32 - 1

/** Ctrl-C lets the storm that blows end: a second one leaves engines behind that may be frozen. */
const interrupted = interruption()

const input = readInput(process.argv.slice(2))
if (typeof input === 'string') {
  console.error(input)
  process.exitCode = 2
} else if (input.show) {
  const storm = makeStorm(input.seed)
  for (const line of [...describeStorm(storm), ...describeWrites(storm)]) console.log(line)
} else {
  process.exitCode = await runStorms(input)
}

async function runStorms({ seed, count }: { seed: number; count: number }): Promise<0 | 1> {
  await using series = createStormSeries(() => openStormPipeline())
  const failed: SeriesReport[] = []
  let slowest: SeriesReport | undefined
  let ran = 0
  for (let one = seed; one < seed + count && !interrupted.aborted; one += 1) {
    ran += 1
    const report = await series.run(one)
    if (report.findings.length > 0) failed.push(report)
    if (report.quietAfterMs > (slowest?.quietAfterMs ?? 0)) slowest = report
    tell(report)
  }
  const counts = `${ran} storm${ran === 1 ? '' : 's'}, ${failed.length} failed`
  const worst =
    slowest && `; slowest to quiet: ${slowest.storm.seed}, ${toSeconds(slowest.quietAfterMs)}`
  console.log(`${counts}${worst ?? ''}`)
  for (const { storm, firstSeed } of failed) console.log(describeReplay(storm, firstSeed))
  return failed.length > 0 ? 1 : 0
}

function interruption(): AbortSignal {
  const controller = new AbortController()
  process.once('SIGINT', () => {
    console.error('Ends after this storm.')
    controller.abort()
  })
  return controller.signal
}

function tell({ storm, firstSeed, findings, quietAfterMs, tookMs }: SeriesReport): void {
  const { seed, writes, dead } = storm
  const about = `${writes.length} writes${dead ? `, ${dead.sink} dead` : ''}`
  if (findings.length === 0) {
    const times = `quiet after ${toSeconds(quietAfterMs)}, ${toSeconds(tookMs)} in all`
    console.log(`storm ${seed}: right; ${about}, ${times}`)
    return
  }
  console.log(`storm ${seed}: WRONG; ${about}`)
  for (const finding of findings) console.log(`  ${finding}`)
  for (const line of describeStorm(storm)) console.log(line)
  console.log(describeReplay(storm, firstSeed))
}

function toSeconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`
}

/** @returns what is wrong with the input, as text. */
function readInput(args: string[]) {
  try {
    const { values } = parseArgs({
      args,
      options: {
        seed: { type: 'string' },
        count: { type: 'string', default: '1' },
        show: { type: 'boolean', default: false },
      },
    })
    const [seed, count] = [Number(values.seed), Number(values.count)]
    if (!Number.isInteger(seed) || seed < 0 || seed > SEED_MAX) {
      return `--seed is a whole number from 0 to ${SEED_MAX}.`
    }
    if (!Number.isInteger(count) || count < 1) return '--count is a whole number from 1.'
    return { seed, count, show: values.show }
  } catch (error) {
    return `${error instanceof Error ? error.message : error}. It is --seed N [--count M] [--show].`
  }
}
