import type { EntityDefinition } from '../entity/entity-definition.ts'
import { type LakeColumnType, RECORD_COLUMNS } from '../entity/lake-column.ts'

/**
 * The one table of the lake, over the records as they were delivered: at least once, in any order.
 * Whoever wants each change once reads the view `changes`.
 */
export const LAKE_TABLE = 'records'

/**
 * The folders objects lie in, `lake/<entity>/dt=<day>/`, are columns as well. The record's own
 * `entity` is the folder's; a column of the table must not repeat that of a partition.
 */
export const PARTITION_COLUMNS = ['entity', 'dt'] as const

/** Types in Hive's words, as the catalogue and the SerDe know them. */
export type TableColumnType = 'string' | 'boolean' | 'array<string>'

export interface TableColumn {
  readonly name: string
  readonly type: TableColumnType
}

/** A lake column of any entity. */
export interface DeclaredColumn {
  readonly name: string
  readonly type: LakeColumnType
}

/** The lake columns of all entities, each once: entities that share a name share its type. */
export function declaredColumns(
  definitions: readonly EntityDefinition[],
): readonly DeclaredColumn[] {
  const columns = definitions.flatMap(({ lake }) => Object.entries(lake?.columns ?? {}))
  return [...new Map(columns.map(([name, { type }]) => [name, { name, type }])).values()]
}

/**
 * The table's columns beside its partitions.
 *
 * All that is not a flag or a list is declared as text, numbers too. The Hive JSON SerDe reads the
 * text of any scalar into a string, but fails the whole query where a `bigint` or a `double` finds
 * text, which is how a record carries a number that no double holds.
 */
export function tableColumns(definitions: readonly EntityDefinition[]): readonly TableColumn[] {
  const own = RECORD_COLUMNS.filter((name) => name !== 'entity').map((name) => ({
    name,
    type: OTHER_TYPES[name] ?? 'string',
  }))
  const declared = declaredColumns(definitions).map(({ name, type }) => ({
    name,
    type: type === 'boolean' ? type : ('string' as const),
  }))
  return [...own, ...declared]
}

const OTHER_TYPES: Readonly<Record<string, TableColumnType>> = {
  expired: 'boolean',
  changed: 'array<string>',
}
