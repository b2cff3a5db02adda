import { decimalDigits, type LakeColumnType } from '../entity/lake-column.ts'
import type { DeclaredColumn } from './lake-table.ts'

/** A column of a view: its type in Athena's words, and the expression that makes it of the table's. */
export interface ViewColumn {
  readonly name: string
  readonly type: string
  readonly sql: string
}

/** A name as it stands in SQL: some of the record's, such as `table`, are words of the language. */
export function quote(name: string): string {
  return `"${name}"`
}

/** A column of the table as it is. */
export function plainColumn(name: string, type = 'varchar'): ViewColumn {
  return { name, type, sql: quote(name) }
}

/**
 * Text that names a moment, as a timestamp in UTC to the millisecond; null where it names none.
 *
 * Not with its time zone, which no column of a view in the Glue catalogue can have.
 */
export function momentColumn(name: string): ViewColumn {
  const moment = `from_iso8601_timestamp(${quote(name)})`
  return {
    name,
    type: 'timestamp(3)',
    sql: `TRY(CAST(${moment} AT TIME ZONE 'UTC' AS timestamp))`,
  }
}

/** A lake column in its declared type; null where the value does not fit it. */
export function declaredColumn({ name, type }: DeclaredColumn): ViewColumn {
  const digits = decimalDigits(type)
  if (digits !== undefined) return decimalColumn(name, type, digits.fraction)
  if (type === 'timestamp') return momentColumn(name)
  if (type === 'string') return plainColumn(name)
  if (type === 'boolean') return plainColumn(name, type)
  return { name, type, sql: `TRY_CAST(${quote(name)} AS ${type})` }
}

/** A cast alone would round what has more digits after the point than the type. */
function decimalColumn(name: string, type: LakeColumnType, fraction: number): ViewColumn {
  const text = quote(name)
  const point = `strpos(${text}, '.')`
  const fits = `${point} = 0 OR length(${text}) - ${point} <= ${fraction}`
  return { name, type, sql: `CASE WHEN ${fits} THEN TRY_CAST(${text} AS ${type}) END` }
}
