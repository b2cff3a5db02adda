import { parseArgs } from 'node:util'
import { DYNAMODB_LOCAL_TIME_STEP_MS } from '../../local/resources/pipe/limits.ts'
import { type Command, type CommandContext, EXIT, type ExitCode, InputError } from '../command.ts'
import { requireWholeNumber } from '../dlq/whole-number.ts'
import { printable } from '../printable.ts'
import { counted } from '../up/counted.ts'
import type { StagePlace } from './stage-query.ts'
import type { Trace } from './trace-here.ts'
import { toClockLines, toWayJson, toWayLines } from './trace-lines.ts'

const LIMIT_DEFAULT = 3
const LIMIT_MAX = 1_000

const HELP = `Usage: tailrace trace <eventID or item's id> [options]

Shows a change's way, with times: table, Pipe, enrichment, bus, and in each sink what became of it, or
where it waits and why. Of an item, that of its newest changes. Nothing of the item itself is shown.

  tailrace trace 'CUSTOMER#c-17|ORDER#o-204'
  tailrace trace 45699bdc-0964-41ae-9e14-52773f576f41
  tailrace trace c81e728d9d4c2f63 --stage prod      the query for Logs Insights that does it there

Options
  --limit N       so many changes of an item at most (${LIMIT_DEFAULT})
  --json          for a program: a change a line, then a summary
  --stage NAME    of a deployed stage on AWS: says what to ask there
  --region NAME   its region, where the environment names none (AWS_REGION)`

const OPTIONS = {
  limit: { type: 'string', default: String(LIMIT_DEFAULT) },
  json: { type: 'boolean', default: false },
  stage: { type: 'string' },
  region: { type: 'string' },
} as const

export const trace: Command = {
  name: 'trace',
  summary: "show a change's way from the table to each sink, with times",
  help: HELP,
  options: OPTIONS,
  run: async (args, context) => {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: OPTIONS,
      allowPositionals: true,
    })
    const [wanted, ...rest] = positionals
    if (wanted === undefined) throw new InputError("Which change: its eventID, or its item's id?")
    if (rest.length > 0) throw new InputError('One at a time; an id in quotes: it holds a "|".')
    const limit = requireWholeNumber('limit', values.limit, { min: 1, max: LIMIT_MAX })
    const { stage, region, json } = values
    if (stage !== undefined) return tellQuery(wanted, { stage, region }, json, context)
    if (region !== undefined) throw new InputError('--region is for --stage: here there is none.')
    return show(wanted, { limit, json }, context)
  },
}

/** Clients and engines are loaded by who asks them. */
async function show(
  wanted: string,
  { limit, json }: { readonly limit: number; readonly json: boolean },
  { stateDir, print }: CommandContext,
): Promise<ExitCode> {
  const { traceHere } = await import('./trace-here.ts')
  const found = await traceHere(wanted, limit, stateDir)
  if (found.ways.length === 0) throw new InputError(describeUnknown(wanted, found))
  for (const [place, way] of found.ways.entries()) {
    if (json) print(toWayJson(way))
    else {
      if (place > 0) print('')
      for (const line of toWayLines(way, DYNAMODB_LOCAL_TIME_STEP_MS)) print(line)
    }
  }
  if (json) {
    const { ways, older, silent, clockAheadMs } = found
    print(JSON.stringify({ summary: { changes: ways.length, older, silent, clockAheadMs } }))
    return EXIT.ok
  }
  if (found.older > 0) {
    print(`\n${counted(found.older, 'older change')} of the item: see --limit`)
  }
  for (const line of found.silent) print(printable(line))
  for (const line of toClockLines(found.clockAheadMs)) print(line)
  return EXIT.ok
}

export function describeUnknown(
  wanted: string,
  { lookedThrough, silent }: Pick<Trace, 'lookedThrough' | 'silent'>,
): string {
  return [
    `Nobody knows a change or an item "${printable(wanted)}". Looked through: ${lookedThrough.join(', ')}.`,
    ...silent.map((line) => `${printable(line)}.`),
    'An item\'s id is its key\'s values joined by "|", in quotes. To find it:',
    "  npx tailrace search '<words>'",
    'A change that was just made is there within a second; dead letters: npx tailrace dlq list',
  ].join('\n')
}

async function tellQuery(
  wanted: string,
  place: StagePlace,
  json: boolean,
  { print }: CommandContext,
): Promise<ExitCode> {
  const { toStageQuery } = await import('./stage-query.ts')
  const query = toStageQuery(wanted, place)
  if (json) print(JSON.stringify(query))
  else for (const line of query.lines) print(line)
  return EXIT.ok
}
