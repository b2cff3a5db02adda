/**
 * The lake's views: one text each, which Athena (Trino) and DuckDB read alike.
 *
 * Athena gets them as views of the Glue catalogue, the local runtime as views of DuckDB. What the
 * two call differently (`from_iso8601_timestamp`, `json_extract_scalar`) DuckDB gets as a macro.
 */
import type { EntityDefinition } from '../entity/entity-definition.ts'
import { declaredColumns, LAKE_TABLE } from './lake-table.ts'
import { differences, itemColumns, newestPerItem, toText } from './newest-per-item.ts'
import { statusFlowColumns, statusFlowSql } from './status-flow.ts'
import { declaredColumn, momentColumn, plainColumn, quote, type ViewColumn } from './view-column.ts'

export interface LakeView {
  readonly name: string
  /** One line for people. */
  readonly description: string
  readonly columns: readonly ViewColumn[]
  readonly sql: string
  /** A query of it that works whatever the entities are. */
  readonly example: string
}

/** All views, each after those it reads. */
export function lakeViews(definitions: readonly EntityDefinition[]): readonly LakeView[] {
  return [
    {
      name: 'changes',
      description: 'each change once, whatever was delivered how often',
      columns: changeColumns(definitions),
      sql: changesSql(definitions),
      example: 'SELECT dt, op, count(*) AS changes FROM changes GROUP BY dt, op ORDER BY dt, op',
    },
    {
      name: 'current',
      description: 'each item as its newest change left it; removed ones are out',
      columns: itemColumns(definitions),
      sql: newestPerItem(definitions),
      example: 'SELECT id, time, after FROM current ORDER BY time DESC LIMIT 10',
    },
    {
      name: 'status_flow',
      description: 'each change of the state attribute, and the seconds since the one before',
      columns: statusFlowColumns,
      sql: statusFlowSql(definitions),
      example:
        'SELECT from_state, to_state, count(*) AS times, avg(seconds) AS seconds FROM status_flow GROUP BY 1, 2',
    },
  ]
}

function changeColumns(definitions: readonly EntityDefinition[]): readonly ViewColumn[] {
  return [
    ...['event_id', 'entity', 'type', 'op', 'id', 'seq', 'stream', 'table'].map((name) =>
      plainColumn(name),
    ),
    momentColumn('time'),
    plainColumn('expired', 'boolean'),
    plainColumn('changed', 'array(varchar)'),
    ...['parked', 'before', 'after'].map((name) => plainColumn(name)),
    ...declaredColumns(definitions).map(declaredColumn),
    plainColumn('dt'),
  ]
}

/**
 * A change is one by table, stream, sequence number and item; a snapshot, which has no number of its
 * own, by its event. Its folder follows from that, and is named so that a condition on the day or
 * the entity reads no other folders. A change that was parked and later got through counts as the
 * one that did.
 */
function changesSql(definitions: readonly EntityDefinition[]): string {
  return `WITH numbered AS (
  SELECT *, row_number() OVER (
    PARTITION BY entity, dt, "table", stream, seq, id, CASE WHEN op = 'snapshot' THEN event_id END
    ORDER BY ${recordOrder(definitions)} DESC
  ) AS place
  FROM ${LAKE_TABLE}
)
SELECT ${changeColumns(definitions)
    .map(({ name, sql }) => `${sql} AS ${quote(name)}`)
    .join(', ')}
FROM numbered
WHERE place = 1`
}

/** Of two records of one change: one that is not parked before one that is, then always the same. */
function recordOrder(definitions: readonly EntityDefinition[]): string {
  const isThrough = "CASE WHEN parked IS NULL THEN '1' ELSE '0' END"
  return toText([isThrough, "coalesce(before, '')", ...differences(definitions)])
}
