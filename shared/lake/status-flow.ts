import type { EntityDefinition } from '../entity/entity-definition.ts'
import { plainColumn, quote, type ViewColumn } from './view-column.ts'

export const statusFlowColumns: readonly ViewColumn[] = [
  ...['entity', 'id', 'from_state', 'to_state'].map((name) => plainColumn(name)),
  plainColumn('from_time', 'timestamp(3)'),
  plainColumn('time', 'timestamp(3)'),
  plainColumn('seconds', 'bigint'),
  ...['table', 'stream', 'seq', 'event_id'].map((name) => plainColumn(name)),
]

const BY_AGE = 'PARTITION BY id ORDER BY stream, seq, time, event_id'

/**
 * The transitions of each item in order. `from_time` is when the item came into the state it leaves;
 * it is null where nobody saw it: on a creation, and where the lake begins later than the item.
 *
 * A removal ends the history without a row of its own, so a key that is used again starts anew: also
 * where the removal is not in the lake (DynamoDB's TTL, by default), since an insert says so itself.
 * Snapshots are left out: they are read late and ordered early.
 */
export function statusFlowSql(definitions: readonly EntityDefinition[]): string {
  return `WITH seen AS (
  SELECT entity, id, "table", stream, seq, event_id, time, op, before, ${stateOf(definitions)} AS state
  FROM changes
  WHERE parked IS NULL AND op <> 'snapshot'
),
compared AS (
  SELECT *, lag(state) OVER (${BY_AGE}) AS state_before, lag(id) OVER (${BY_AGE}) AS id_before
  FROM seen
),
turns AS (
  SELECT *, CASE WHEN id_before IS NULL OR op = 'insert' THEN ${stateBefore(definitions)}
    ELSE state_before END AS from_state
  FROM compared
),
transitions AS (
  SELECT *, lag(time) OVER (${BY_AGE}) AS turned
  FROM turns
  WHERE state IS DISTINCT FROM from_state
),
flow AS (
  SELECT entity, id, from_state, state AS to_state,
    CASE WHEN from_state IS NOT NULL THEN turned END AS from_time, time,
    "table", stream, seq, event_id
  FROM transitions
  WHERE state IS NOT NULL
)
SELECT entity, id, from_state, to_state, from_time, time,
  date_diff('second', from_time, time) AS seconds, "table", stream, seq, event_id
FROM flow`
}

/** The lake column of each entity's state attribute; an entity without one has no flow. */
function stateOf(definitions: readonly EntityDefinition[]): string {
  return byEntity(definitions, ({ state, lake }) => {
    const columns = Object.entries(lake?.columns ?? {})
    const [column] = columns.find(([, { attribute }]) => attribute === state) ?? []
    return column && quote(column)
  })
}

/** Of the image before the first change that the lake has of an item. */
function stateBefore(definitions: readonly EntityDefinition[]): string {
  return byEntity(definitions, ({ state }) =>
    state !== undefined && /^[A-Za-z_]\w*$/.test(state)
      ? `json_extract_scalar(before, '$.${state}')`
      : undefined,
  )
}

function byEntity(
  definitions: readonly EntityDefinition[],
  toSql: (definition: EntityDefinition) => string | undefined,
): string {
  const cases = definitions.flatMap((definition) => {
    const sql = toSql(definition)
    return sql === undefined ? [] : ` WHEN '${definition.name}' THEN ${sql}`
  })
  return cases.length === 0 ? 'CAST(NULL AS varchar)' : `CASE entity${cases.join('')} END`
}
