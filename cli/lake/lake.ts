import { definitions } from '../../entities/index.ts'
import { listLakeObjects } from '../../local/agreement/list-lake-objects.ts'
import { AS_OF } from '../../shared/lake/as-of.ts'
import { LAKE_TABLE } from '../../shared/lake/lake-table.ts'
import { lakeViews } from '../../shared/lake/lake-views.ts'
import { type Command, type CommandContext, EXIT, InputError } from '../command.ts'
import { checkRegion, DEPLOYMENT_OPTIONS } from '../deployment/open-deployment.ts'
import { stageFlags } from '../deployment/stage-flags.ts'
import { parseCommandLine } from '../parse-command-line.ts'
import { requireRuntime } from '../running-runtime.ts'
import { type LineFormat, toLines } from './query-lines.ts'
import type { QueryResult } from './query-result.ts'
import type { StageQuery } from './query-stage.ts'

const HELP = `Usage: tailrace lake ["<SQL>"] [options]

Asks the lake: every change since the beginning. Here DuckDB reads the running pipeline's objects, on
AWS Athena those of a stage; the views are the same. Without a query it lists them.

  tailrace lake "SELECT status, count(*) AS orders FROM current GROUP BY status"
  tailrace lake "SELECT * FROM changes WHERE dt = '2026-11-21'" --json
  tailrace lake "EXECUTE as_of USING '2026-11-21T12:00:00Z'" --stage prod

Options
  --json          rows as JSON, one a line
  --csv           rows as CSV, with a heading
  --stage NAME    ask the lake of a deployed stage, by Athena
  --region NAME   its region, where the environment names none (AWS_REGION)`

const OPTIONS = {
  json: { type: 'boolean', default: false },
  csv: { type: 'boolean', default: false },
  ...DEPLOYMENT_OPTIONS,
} as const

export const lake: Command = {
  name: 'lake',
  summary: 'ask the lake in SQL, by DuckDB here or by Athena on AWS',
  help: HELP,
  options: OPTIONS,
  run: async (args, context) => {
    const { values, positionals } = parseCommandLine(args, OPTIONS)
    const [sql, ...rest] = positionals
    if (rest.length > 0) throw new InputError('Put the whole query into quotes.')
    const format = requireFormat(values)
    if (sql === undefined) {
      for (const line of overview(stageFlags(values))) context.print(line)
      return EXIT.ok
    }
    const { stage, region } = values
    checkRegion(values)
    const { result, about } =
      stage === undefined
        ? await queryHere(sql, context)
        : await queryThere(sql, { stage, region, ...context })

    for (const line of toLines(result, format)) context.print(line)
    if (format === 'table') context.print(`${countRows(result)} ${about}`)
    else if (stage !== undefined) context.note?.(about)
    return EXIT.ok
  },
}

interface Answer {
  readonly result: QueryResult
  /** What was asked, and how much of it was read. */
  readonly about: string
}

/** Engine and client are loaded by who asks: they are the largest of what the command line loads. */
async function queryHere(sql: string, { stateDir }: CommandContext): Promise<Answer> {
  const { openDuckDbLake } = await import('./duckdb-lake.ts')
  const { lakeDir } = await requireRuntime(stateDir)
  const files = lakeDir === undefined ? [] : await listLakeObjects(lakeDir)
  const opened = await openDuckDbLake(files, definitions)
  try {
    const result = await opened.query(sql)
    return {
      result,
      about: `from a lake of ${files.length} object${files.length === 1 ? '' : 's'}`,
    }
  } finally {
    opened.close()
  }
}

async function queryThere(sql: string, query: StageQuery): Promise<Answer> {
  const { queryStage } = await import('./query-stage.ts')
  return queryStage(sql, query)
}

/** @param flags of the stage that was meant. */
function overview(flags: string): string[] {
  const views = [
    ...lakeViews(definitions),
    {
      name: AS_OF,
      description: 'current as it was at a moment: a prepared statement',
      example: `EXECUTE ${AS_OF} USING '2026-11-21T12:00:00Z'`,
    },
    {
      name: LAKE_TABLE,
      description: 'the table below: all that was delivered, at least once, values as text',
      example: `SELECT dt, count(*) AS records FROM ${LAKE_TABLE} GROUP BY dt ORDER BY dt`,
    },
  ]
  const width = Math.max(...views.map(({ name }) => name.length))
  return views.flatMap(({ name, description, example }) => [
    `${name.padEnd(width)}  ${description}`,
    `${' '.repeat(width)}  npx tailrace lake "${example}"${flags}`,
  ])
}

function requireFormat({ json, csv }: { json: boolean; csv: boolean }): LineFormat {
  if (json && csv) throw new InputError('--json and --csv: one of them.')
  if (csv) return 'csv'
  return json ? 'json' : 'table'
}

function countRows({ rows }: QueryResult): string {
  if (rows.length === 0) return 'No rows'
  return `${rows.length} row${rows.length === 1 ? '' : 's'}`
}
