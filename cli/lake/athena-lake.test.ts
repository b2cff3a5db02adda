import { AthenaClient } from '@aws-sdk/client-athena'
import { afterEach, describe, expect, it } from 'vitest'
import { EnvironmentError } from '../../local/environment-error.ts'
import { type HttpServer, sendJson, startHttpServer } from '../../test/fakes/http-server.ts'
import { InputError } from '../command.ts'
import { type AthenaOptions, queryAthena } from './athena-lake.ts'

type Reply = { status?: number; body: object }

let server: HttpServer | undefined
afterEach(() => server?.stop())

/** Athena that answers each operation with the next of its replies, and the last one again. */
async function anAthena(
  replies: Record<string, readonly Reply[]>,
  options: Partial<AthenaOptions> = {},
) {
  const asked: { operation: string; input: Record<string, unknown> }[] = []
  const progress: string[] = []
  server = await startHttpServer(({ headers, body }, response) => {
    const operation = String(headers['x-amz-target']).split('.')[1] ?? ''
    const { length } = asked.filter((one) => one.operation === operation)
    asked.push({ operation, input: JSON.parse(body) })
    const reply = replies[operation]?.at(length) ?? replies[operation]?.at(-1)
    sendJson(response, reply?.status ?? 200, reply?.body ?? {})
  })
  const client = new AthenaClient({
    endpoint: server.url,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  })
  const query = (sql: string) =>
    queryAthena(sql, {
      client,
      workgroup: 'tailrace-prod',
      database: 'tailrace_prod',
      wait: () => Promise.resolve(),
      onProgress: (state, bytes) => progress.push(`${state} ${bytes}`),
      signal: new AbortController().signal,
      ...options,
    })
  return { query, asked, progress }
}

const started: Reply = { body: { QueryExecutionId: 'q-1' } }
const inState = (State: string, bytes = 0, more = {}): Reply => ({
  body: {
    QueryExecution: {
      Status: { State, ...more },
      Statistics: { DataScannedInBytes: bytes },
    },
  },
})
const COLUMNS = [
  { Name: 'id', Type: 'varchar' },
  { Name: 'total', Type: 'decimal' },
  { Name: 'expired', Type: 'boolean' },
  { Name: 'time', Type: 'timestamp' },
]
const aPage = (rows: (string | undefined)[][], NextToken?: string): Reply => ({
  body: {
    NextToken,
    ResultSet: {
      ResultSetMetadata: { ColumnInfo: COLUMNS },
      Rows: rows.map((row) => ({ Data: row.map((VarCharValue) => ({ VarCharValue })) })),
    },
  },
})

describe('queryAthena', () => {
  it('waits for the query, reads all its pages, and tells what it does meanwhile', async () => {
    const heading = COLUMNS.map(({ Name }) => Name)
    const { query, asked, progress } = await anAthena({
      StartQueryExecution: [started],
      GetQueryExecution: [
        inState('QUEUED'),
        inState('RUNNING', 5),
        inState('RUNNING', 5),
        inState('SUCCEEDED', 12),
      ],
      GetQueryResults: [
        aPage([heading, ['a|1', '129.900000000', 'true', '2026-11-21 07:26:36.000']], 'more'),
        aPage([['a|2', '12345678901234567890.5', 'false', undefined]]),
      ],
    })

    const answer = await query('SELECT * FROM current')

    expect(answer).toEqual({
      columns: heading,
      rows: [
        ['a|1', 129.9, true, '2026-11-21 07:26:36'],
        ['a|2', '12345678901234567890.5', false, null],
      ],
      bytesScanned: 12,
    })
    expect(progress).toEqual(['queued 0', 'running 5'])
    expect(asked[0]?.input).toMatchObject({
      QueryString: 'SELECT * FROM current',
      WorkGroup: 'tailrace-prod',
      QueryExecutionContext: { Database: 'tailrace_prod' },
    })
  })

  it('takes the first row for one where a statement has no heading', async () => {
    const { query } = await anAthena({
      StartQueryExecution: [started],
      GetQueryExecution: [inState('SUCCEEDED')],
      GetQueryResults: [aPage([['a|1', '1', 'true', undefined]])],
    })

    expect((await query('SHOW TABLES')).rows).toHaveLength(1)
  })

  it.each<[string, Reply, string]>([
    [
      'a mistake in the query',
      inState('FAILED', 0, {
        StateChangeReason: 'COLUMN_NOT_FOUND: nix',
        AthenaError: { ErrorCategory: 2 },
      }),
      'The query cannot be used: COLUMN_NOT_FOUND: nix',
    ],
    [
      'more than the workgroup lets a query read',
      inState('CANCELLED', 0, { StateChangeReason: 'Bytes scanned limit was exceeded' }),
      'Ask for less: name the days',
    ],
  ])('tells %s as what was typed', async (_, end, sentence) => {
    const { query } = await anAthena({
      StartQueryExecution: [started],
      GetQueryExecution: [end],
    })

    await expect(query('SELECT nix')).rejects.toThrow(InputError)
    await expect(query('SELECT nix')).rejects.toThrow(sentence)
  })

  it('tells a workgroup that is not there as what was typed', async () => {
    const body = { __type: 'InvalidRequestException', message: 'WorkGroup is not found.' }
    const { query } = await anAthena({ StartQueryExecution: [{ status: 400, body }] })

    await expect(query('SELECT 1')).rejects.toThrow(InputError)
  })

  it.each<[string, Record<string, Reply[]>, string]>([
    [
      'ends the query for reasons of its own',
      {
        StartQueryExecution: [started],
        GetQueryExecution: [
          inState('FAILED', 0, {
            StateChangeReason: 'INTERNAL',
            AthenaError: { ErrorCategory: 1 },
          }),
        ],
      },
      'Athena ended the query: INTERNAL',
    ],
    [
      'does not let in who asks',
      {
        StartQueryExecution: [
          { status: 400, body: { __type: 'AccessDeniedException', message: 'not allowed' } },
        ],
      },
      'Athena cannot be asked: not allowed.',
    ],
  ])('tells when Athena %s', async (_, replies, sentence) => {
    const { query } = await anAthena(replies)

    await expect(query('SELECT 1')).rejects.toThrow(EnvironmentError)
    await expect(query('SELECT 1')).rejects.toThrow(sentence)
  })

  it('stops the query when nobody waits for it any more', async () => {
    const interrupted = new AbortController()
    const { query, asked } = await anAthena(
      {
        StartQueryExecution: [started],
        GetQueryExecution: [inState('RUNNING')],
        StopQueryExecution: [{ body: {} }],
      },
      { signal: interrupted.signal, wait: async () => interrupted.abort() },
    )

    await expect(query('SELECT 1')).rejects.toThrow('stopped')
    expect(asked.at(-1)).toEqual({
      operation: 'StopQueryExecution',
      input: { QueryExecutionId: 'q-1' },
    })
  })
})
