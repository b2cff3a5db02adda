import { relative } from 'node:path'
import { definitions } from '../../entities/index.ts'
import { listLakeObjects } from '../../local/agreement/list-lake-objects.ts'
import { openDuckDbLake } from '../lake/duckdb-lake.ts'
import type { LakeLine, TracedChange } from './evidence.ts'

export interface LakeSearch {
  /** One for each line: a line may be there more than once. */
  readonly lines: readonly (LakeLine & { readonly change: TracedChange })[]
  readonly objects: number
}

const COLUMNS = ['event_id', 'entity', 'op', 'id', 'seq', 'stream', 'time'] as const

/** The lines of the local lake that are of this change, or of changes of this item. */
export async function findInLake(lakeDir: string, wanted: string): Promise<LakeSearch> {
  const files = await listLakeObjects(lakeDir)
  if (files.length === 0) return { lines: [], objects: 0 }
  const lake = await openDuckDbLake(files, definitions)
  try {
    const { rows } = await lake.query(toSql(files, wanted))
    return { lines: rows.map((row) => toLine(row.map(String), lakeDir)), objects: files.length }
  } finally {
    lake.close()
  }
}

/** The lake's own table does not say in which object a line is. */
function toSql(files: readonly string[], wanted: string): string {
  const columns = COLUMNS.map((name) => `${name}: 'VARCHAR'`).join(', ')
  return `SELECT ${COLUMNS.join(', ')}, filename
    FROM read_json([${files.map(literal).join(', ')}], format = 'newline_delimited',
      compression = 'gzip', columns = {${columns}}, filename = true)
    WHERE event_id = ${literal(wanted)} OR id = ${literal(wanted)}
    ORDER BY stream, seq`
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

function toLine(row: readonly string[], lakeDir: string): LakeSearch['lines'][number] {
  const [eventID = '', entity = '', op = '', id = '', seq = '', stream = '', time = '', file = ''] =
    row
  const position = { stream, sequenceNumber: seq }
  return {
    eventID,
    // The local S3 keeps an object's bytes under its key and this ending.
    object: relative(lakeDir, file).replace(/\.data$/, ''),
    change: { eventID, id, entity, op, time, position },
  }
}
