import { type DuckDBConnection, DuckDBInstance, DuckDBTypeId, type Json } from '@duckdb/node-api'
import type { EntityDefinition } from '../../shared/entity/entity-definition.ts'
import { AS_OF, asOfSql } from '../../shared/lake/as-of.ts'
import { LAKE_TABLE, type TableColumnType, tableColumns } from '../../shared/lake/lake-table.ts'
import { lakeViews } from '../../shared/lake/lake-views.ts'
import { quote } from '../../shared/lake/view-column.ts'
import { InputError } from '../command.ts'
import { type QueryResult, toValue, type ValueKind } from './query-result.ts'

/** What Athena calls differently, or DuckDB does not have; and its time zone. */
const AS_ATHENA = [
  "SET TimeZone = 'UTC'",
  `CREATE MACRO from_iso8601_timestamp(moment) AS
     date_trunc('millisecond', CAST(moment AS timestamptz))`,
  'CREATE MACRO json_extract_scalar(document, path) AS json_extract_string(document, path)',
]

const TYPES: Record<TableColumnType, string> = {
  string: 'VARCHAR',
  boolean: 'BOOLEAN',
  'array<string>': 'VARCHAR[]',
}

/** Athena's way to run a prepared statement, which DuckDB writes as a call. */
const EXECUTE = /^\s*EXECUTE\s+(\w+)(?:\s+USING\s+([\s\S]*?))?[\s;]*$/i

/** Errors about what was asked; others are about the lake or the machine. */
const ABOUT_THE_QUERY =
  /^(Parser|Binder|Catalog|Syntax|Conversion|Invalid Input|Not implemented|Out of Range) Error: /

export interface DuckDbLake {
  /**
   * Runs one statement of the dialect that Athena and DuckDB have in common.
   *
   * @throws InputError when the statement cannot be used.
   */
  query(sql: string): Promise<QueryResult>
  close(): void
}

/**
 * The lake's files in DuckDB, with the table and the views that Athena has. Nothing is written; each
 * query reads the files that it needs.
 *
 * @param files lake objects below `lake/<entity>/dt=<day>/`, as listed; there can be none.
 */
export async function openDuckDbLake(
  files: readonly string[],
  definitions: readonly EntityDefinition[],
): Promise<DuckDbLake> {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  for (const statement of statements(files, definitions)) await connection.run(statement)
  return {
    query: (sql) => query(connection, toDuckDb(sql)),
    close: () => {
      connection.closeSync()
      instance.closeSync()
    },
  }
}

function statements(
  files: readonly string[],
  definitions: readonly EntityDefinition[],
): readonly string[] {
  const views = lakeViews(definitions).map(
    ({ name, sql }) => `CREATE VIEW ${quote(name)} AS ${sql}`,
  )
  return [
    ...AS_ATHENA,
    recordsSql(files, definitions),
    ...views,
    `PREPARE ${AS_OF} AS ${asOfSql(definitions)}`,
  ]
}

/** DuckDB refuses to read no files at all: the table of an empty lake is an empty one. */
function recordsSql(files: readonly string[], definitions: readonly EntityDefinition[]): string {
  const columns = [
    ...tableColumns(definitions).map(({ name, type }) => ({ name, type: TYPES[type] })),
    { name: 'entity', type: TYPES.string },
  ]
  if (files.length === 0) {
    const declared = [...columns, { name: 'dt', type: TYPES.string }]
    const list = declared.map(({ name, type }) => `${quote(name)} ${type}`)
    return `CREATE TABLE ${LAKE_TABLE} (${list.join(', ')})`
  }
  const types = columns.map(({ name, type }) => `${literal(name)}: ${literal(type)}`)
  return `CREATE VIEW ${LAKE_TABLE} AS SELECT * FROM read_json([${files.map(literal).join(', ')}],
    format = 'newline_delimited', compression = 'gzip', columns = {${types.join(', ')}},
    hive_partitioning = true, hive_types = {'dt': VARCHAR})`
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

function toDuckDb(sql: string): string {
  const [, name, parameters] = EXECUTE.exec(sql) ?? []
  return name === undefined ? sql : `EXECUTE ${name}(${parameters ?? ''})`
}

async function query(connection: DuckDBConnection, sql: string): Promise<QueryResult> {
  try {
    const reader = await connection.runAndReadAll(sql)
    const kinds = reader.columnTypes().map(({ typeId }) => KINDS.get(typeId) ?? 'other')
    return {
      columns: reader.columnNames(),
      rows: reader
        .getRowsJson()
        .map((row) => row.map((value, place) => toJson(value, kinds[place] ?? 'other'))),
    }
  } catch (error) {
    if (!(error instanceof Error) || !ABOUT_THE_QUERY.test(error.message)) throw error
    throw new InputError(`The query cannot be used: ${error.message.trim()}`, { cause: error })
  }
}

const KINDS: ReadonlyMap<DuckDBTypeId, ValueKind> = new Map([
  [DuckDBTypeId.BIGINT, 'number'],
  [DuckDBTypeId.HUGEINT, 'number'],
  [DuckDBTypeId.DECIMAL, 'number'],
  [DuckDBTypeId.TIMESTAMP, 'moment'],
])

/** Numbers that may not fit a double come as text. */
function toJson(value: Json, kind: ValueKind): Json {
  return typeof value === 'string' ? toValue(value, kind) : value
}
