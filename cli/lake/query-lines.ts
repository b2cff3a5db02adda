import type { Json } from '../../shared/attribute-value/json.ts'
import { toTable } from '../search/table.ts'
import type { QueryResult } from './query-result.ts'

export type LineFormat = 'table' | 'json' | 'csv'

/** What a query answered, as lines for a person or for a program. */
export function toLines({ columns, rows }: QueryResult, format: LineFormat): readonly string[] {
  const names = distinctNames(columns)
  if (format === 'csv') return [names, ...rows].map(toCsvLine)
  if (format === 'json') return rows.map((row) => JSON.stringify(toRecord(names, row)))
  return toTable(rows.map((row) => toRecord(names, row.map(toCell))))
}

function toRecord<Value>(names: readonly string[], row: readonly Value[]): Record<string, Value> {
  return Object.fromEntries(row.map((value, place) => [names[place] ?? '', value]))
}

function toCell(value: Json): string {
  if (value === null) return 'null'
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** Nothing between two commas is null; text that is empty stands in quotes. */
function toCsvLine(row: readonly Json[]): string {
  return row
    .map((value) => {
      if (value === null) return ''
      const cell = toCell(value)
      return cell === '' || /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
    })
    .join(',')
}

/** A query may call two columns the same: the second one gets a number. */
function distinctNames(columns: readonly string[]): readonly string[] {
  const taken = new Set<string>()
  return columns.map((column) => {
    let name = column
    for (let copy = 2; taken.has(name); copy += 1) name = `${column}_${copy}`
    taken.add(name)
    return name
  })
}
