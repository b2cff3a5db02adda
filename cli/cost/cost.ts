import { parseArgs } from 'node:util'
import { definitions } from '../../entities/index.ts'
import { resolveSettings } from '../../infra/resolve-settings.ts'
import { stages } from '../../infra/stages.ts'
import { nearestWord } from '../../local/nearest-word.ts'
import { type Command, EXIT, InputError } from '../command.ts'
import { requireWholeNumber } from '../dlq/whole-number.ts'
import { toCostLines } from './cost-lines.ts'
import { estimateCost } from './estimate.ts'
import { readSizes } from './sizes/read-sizes.ts'
import { toReport } from './to-report.ts'

const STAGE_DEFAULT = 'prod'
const RATE_DEFAULT = '20'
const RATE_MAX = 1_000_000
const RECORD_BYTES_MAX = 800_000

const HELP = `Usage: tailrace cost [options]

Says what a stage costs on AWS, a month and for a million changes, and what the naive shape would: a
rule straight to each function. It asks nobody: settings are those of infra/stages.ts, sizes are measured
on a generated day of the example's orders, prices are in cli/cost/prices.ts with their day.

  tailrace cost --stage prod --rate 20
  tailrace cost --rate 1 --rate 100 --rate 1000 --json
  tailrace cost --file items.json                  sizes of your own items

Options
  --stage NAME        its settings (${STAGE_DEFAULT})
  --rate N            changes a second, on average over a month (${RATE_DEFAULT}); may be given several times
  --expired PERCENT   of these, removals by TTL (0)
  --record-bytes N    longer orders, so that a stream record has about so many bytes
  --file FILE         items as \`tailrace publish --file\` takes them, instead of the example's orders
  --json              for a program: one object

What is counted and what is not: docs/cost.md.`

const OPTIONS = {
  stage: { type: 'string', default: STAGE_DEFAULT },
  rate: { type: 'string', multiple: true, default: [RATE_DEFAULT] as string[] },
  expired: { type: 'string', default: '0' },
  'record-bytes': { type: 'string' },
  file: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const

export const cost: Command = {
  name: 'cost',
  summary: 'what a stage costs on AWS at a rate of changes, and what to turn',
  help: HELP,
  options: OPTIONS,
  run: async (args, context) => {
    const { values } = parseArgs({ args: [...args], options: OPTIONS })
    const { stage, json, file } = values
    const rates = values.rate.map(requireRate)
    const expired = requireWholeNumber('expired', values.expired, { min: 0, max: 99 })
    const recordBytes = readRecordBytes(values['record-bytes'], file)

    refuseMistypedStage(stage)
    const settings = resolveSettings(stage)
    const sizes = await readSizes({ recordBytes, file }, settings)
    const estimates = rates.map((changesPerSecond) => {
      const traffic = { changesPerSecond, expiredShare: expired / 100 }
      return estimateCost(stage, { settings, sizes, traffic }, definitions.length)
    })

    if (json) context.print(JSON.stringify(toReport(estimates)))
    else {
      const blocks = estimates.map((estimate) => toCostLines(estimate).join('\n'))
      context.print(blocks.join('\n\n\n'))
    }
    return EXIT.ok
  },
}

/** A stage that is not declared has all defaults, whose bill is another's than the one that was meant. */
function refuseMistypedStage(stage: string): void {
  const meant = Object.hasOwn(stages, stage) ? undefined : nearestWord(stage, Object.keys(stages))
  if (meant === undefined) return
  throw new InputError(
    `There is no stage "${stage}" in infra/stages.ts (${meant}?). One with all defaults stands there as "${stage}: {}".`,
  )
}

function requireRate(text: string): number {
  const rate = Number(text)
  if (text.trim() !== '' && rate > 0 && rate <= RATE_MAX) return rate
  throw new InputError(
    `--rate is "${text}", and is a number of changes a second, above 0 and at most ${RATE_MAX}.`,
  )
}

function readRecordBytes(text: string | undefined, file: string | undefined): number | undefined {
  if (text === undefined) return undefined
  if (file !== undefined) throw new InputError('--record-bytes and --file: one of them.')
  return requireWholeNumber('record-bytes', text, { min: 1, max: RECORD_BYTES_MAX })
}
