import {
  type AthenaClient,
  type ColumnInfo,
  GetQueryExecutionCommand,
  GetQueryResultsCommand,
  type QueryExecution,
  type Row,
  StartQueryExecutionCommand,
  StopQueryExecutionCommand,
} from '@aws-sdk/client-athena'
import { EnvironmentError } from '../../local/environment-error.ts'
import type { Json } from '../../shared/attribute-value/json.ts'
import { InputError } from '../command.ts'
import { type QueryResult, toValue, type ValueKind } from './query-result.ts'

/** Between two questions whether the query is done: the first is soon, most queries are short. */
const POLL_MS = { first: 250, growth: 1.5, max: 2_000 }

/** Athena's category of errors that the query's author can mend: https://docs.aws.amazon.com/athena/latest/APIReference/API_AthenaError.html */
const USER_ERROR = 2

export interface AthenaAnswer extends QueryResult {
  readonly bytesScanned: number
}

export interface AthenaOptions {
  readonly client: AthenaClient
  readonly workgroup: string
  readonly database: string
  readonly wait: (ms: number) => Promise<void>
  /** Told when something changed: what the query does, and how much it has read. */
  readonly onProgress: (state: string, bytesScanned: number) => void
  /** Stops the query, which would go on and cost. */
  readonly signal: AbortSignal
}

/**
 * Runs one statement in Athena: starts it, waits for it, and reads all pages of what it answers.
 *
 * @throws InputError when the statement cannot be used, or reads more than the workgroup allows.
 * @throws EnvironmentError when Athena cannot be asked or gives up.
 */
export async function queryAthena(sql: string, options: AthenaOptions): Promise<AthenaAnswer> {
  try {
    const id = await start(sql, options)
    const execution = await waitUntilDone(id, options)
    return { ...(await readPages(options.client, id)), bytesScanned: bytesOf(execution) }
  } catch (error) {
    throw explain(error)
  }
}

async function start(sql: string, options: AthenaOptions): Promise<string> {
  const { client, workgroup, database } = options
  const command = new StartQueryExecutionCommand({
    QueryString: sql,
    WorkGroup: workgroup,
    QueryExecutionContext: { Catalog: 'AwsDataCatalog', Database: database },
  })
  const { QueryExecutionId: id } = await client.send(command)
  if (id === undefined) throw new EnvironmentError('Athena gave the query no id.')
  return id
}

async function waitUntilDone(id: string, options: AthenaOptions): Promise<QueryExecution> {
  const { client, wait, onProgress, signal } = options
  let told = ''
  for (let pauseMs = POLL_MS.first; ; pauseMs = Math.min(pauseMs * POLL_MS.growth, POLL_MS.max)) {
    if (signal.aborted) {
      await client.send(new StopQueryExecutionCommand({ QueryExecutionId: id }))
      throw new EnvironmentError('The query was stopped.')
    }
    const asked = new GetQueryExecutionCommand({ QueryExecutionId: id })
    const { QueryExecution: execution = {} } = await client.send(asked)
    const { State: state = 'QUEUED' } = execution.Status ?? {}
    if (state === 'SUCCEEDED') return execution
    if (state === 'FAILED' || state === 'CANCELLED') throw explainEnd(execution)
    const now = `${state} ${bytesOf(execution)}`
    if (now !== told) onProgress(state.toLowerCase(), bytesOf(execution))
    told = now
    await wait(pauseMs)
  }
}

async function readPages(client: AthenaClient, id: string): Promise<QueryResult> {
  const rows: Json[][] = []
  let columns: readonly ColumnInfo[] = []
  let token: string | undefined
  do {
    const { ResultSet: page, NextToken } = await client.send(
      new GetQueryResultsCommand({ QueryExecutionId: id, ...(token && { NextToken: token }) }),
    )
    columns = page?.ResultSetMetadata?.ColumnInfo ?? columns
    const found = page?.Rows ?? []
    // The first line of a query's result is its heading, as in the file that Athena wrote.
    const hasHeading = token === undefined && isHeading(found[0], columns)
    for (const row of hasHeading ? found.slice(1) : found) rows.push(toValues(row, columns))
    token = NextToken
  } while (token !== undefined)
  return { columns: columns.map(({ Name = '' }) => Name), rows }
}

function isHeading(row: Row | undefined, columns: readonly ColumnInfo[]): boolean {
  const cells = row?.Data ?? []
  return (
    row !== undefined && columns.every(({ Name }, place) => cells[place]?.VarCharValue === Name)
  )
}

function toValues({ Data = [] }: Row, columns: readonly ColumnInfo[]): Json[] {
  return columns.map(({ Type = '' }, place) => {
    const text = Data[place]?.VarCharValue
    return text === undefined ? null : toValue(text, KINDS.get(Type) ?? 'other')
  })
}

const KINDS: ReadonlyMap<string, ValueKind> = new Map([
  ...['tinyint', 'smallint', 'integer', 'bigint', 'double', 'float', 'decimal'].map(
    (type) => [type, 'number'] as const,
  ),
  ['boolean', 'flag'],
  ['timestamp', 'moment'],
])

function bytesOf({ Statistics }: QueryExecution): number {
  return Statistics?.DataScannedInBytes ?? 0
}

function explainEnd({ Status }: QueryExecution): Error {
  const reason = Status?.StateChangeReason ?? 'no reason was given'
  // Bytes over the workgroup's limit cancel a query, as does somebody who stops it.
  if (/bytes scanned limit/i.test(reason)) {
    return new InputError(`${reason}. Ask for less: name the days, as in WHERE dt >= '2026-11-21'.`)
  }
  const isOfTheQuery = Status?.AthenaError?.ErrorCategory === USER_ERROR
  return isOfTheQuery
    ? new InputError(`The query cannot be used: ${reason}`)
    : new EnvironmentError(`Athena ended the query: ${reason}`)
}

/** What a call of Athena failed with. */
function explain(error: unknown): unknown {
  if (!(error instanceof Error)) return error
  if (error instanceof InputError || error instanceof EnvironmentError) return error
  if (error.name === 'InvalidRequestException') {
    return new InputError(`Athena refuses the query: ${error.message}`, { cause: error })
  }
  return new EnvironmentError(
    `Athena cannot be asked: ${error.message}. Credentials and region are those of any AWS tool: AWS_PROFILE, AWS_REGION.`,
    { cause: error },
  )
}
