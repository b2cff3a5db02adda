import type { EntityDefinition } from '../entity/entity-definition.ts'
import { declaredColumns, LAKE_TABLE } from './lake-table.ts'
import { declaredColumn, momentColumn, plainColumn, quote, type ViewColumn } from './view-column.ts'

/** Columns of an item as its newest change left it. */
export function itemColumns(definitions: readonly EntityDefinition[]): readonly ViewColumn[] {
  return [
    ...['entity', 'id', 'table', 'stream', 'seq', 'op', 'event_id'].map((name) =>
      plainColumn(name),
    ),
    momentColumn('time'),
    plainColumn('after'),
    ...declaredColumns(definitions).map(declaredColumn),
  ]
}

/**
 * The newest change of each item by stream and sequence number, without those that removed it, and
 * without parked ones, which carry no image: what a table scan would have answered.
 *
 * One pass that holds one change per item: no sort, and duplicates need no thought. The changes are
 * compared as one text, whose parts are of equal length or end where the separator says. Snapshots
 * have no sequence number of their own: among them the latest counts. What comes after that decides
 * nothing but which of two different records of one change is taken, always the same.
 *
 * @param where a further condition on the table's columns.
 */
export function newestPerItem(definitions: readonly EntityDefinition[], where?: string): string {
  const columns = itemColumns(definitions)
  const fields = columns.filter(({ name }) => name !== 'id')
  const conditions = ['parked IS NULL', ...(where === undefined ? [] : [where])]
  return `WITH newest AS (
  SELECT id, max_by(
    CAST(ROW(${list(fields.map(({ name }) => quote(name)))})
      AS ROW(${list(fields.map(({ name, type }) => `${quote(name)} ${rawType(type)}`))})),
    ${changeOrder(definitions)}
  ) AS change
  FROM ${LAKE_TABLE}
  WHERE ${conditions.join(' AND ')}
  GROUP BY id
),
items AS (
  SELECT id, ${list(fields.map(({ name }) => `newest.change.${quote(name)} AS ${quote(name)}`))}
  FROM newest
)
SELECT ${list(columns.map(({ name, sql }) => `${sql} AS ${quote(name)}`))}
FROM items
WHERE op <> 'remove'`
}

/** One text per change that is greater the newer the change is. */
function changeOrder(definitions: readonly EntityDefinition[]): string {
  return toText(['stream', 'seq', 'time', 'event_id', ...differences(definitions)])
}

/** What can differ between two records of one change: a definition was changed in between. */
export function differences(definitions: readonly EntityDefinition[]): readonly string[] {
  const declared = declaredColumns(definitions).map(({ name, type }) =>
    type === 'boolean' ? `CAST(${quote(name)} AS varchar)` : quote(name),
  )
  return ['after', ...declared].map((text) => `coalesce(${text}, '')`)
}

/** The separator is smaller than any letter, so that a text that begins another comes before it. */
export function toText(parts: readonly string[]): string {
  return `concat_ws(' ', ${list(parts)})`
}

/** In the table a flag is a flag and all else is text. */
function rawType(type: string): string {
  return type === 'boolean' ? type : 'varchar'
}

function list(parts: readonly string[]): string {
  return parts.join(', ')
}
