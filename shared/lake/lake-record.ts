import { toCanonicalDecimal } from '../attribute-value/decimal.ts'
import type { ChangeEvent, Image, Json } from '../change-event/change-event.ts'
import type { EntityDefinition } from '../entity/entity-definition.ts'
import type { LakeColumn } from '../entity/lake-column.ts'
import { padSequenceNumber } from '../ordering/index.ts'

type LakeValue = string | number | boolean | null

/** A column with its attribute's path taken apart once, not once a change. */
export interface PlannedColumn extends LakeColumn {
  readonly name: string
  readonly path: readonly string[]
}

/** The columns of an entity, in the order of its definition. */
export function planColumns({ lake }: Pick<EntityDefinition, 'lake'>): readonly PlannedColumn[] {
  return Object.entries(lake?.columns ?? {}).map(([name, column]) => ({
    ...column,
    name,
    path: column.attribute.split('.'),
  }))
}

/**
 * The lake's record of a change: one JSON object and a newline.
 *
 * The two images are JSON texts inside it, so that no reader changes the case of an attribute or
 * drops one it does not know. A change is told from every other by (table, stream, seq, id), a
 * snapshot by its event_id; (stream, seq) as text is the order of an item's changes.
 */
export function toLakeLine(event: ChangeEvent, columns: readonly PlannedColumn[]): string {
  const record = {
    ...toRecordHead(event),
    before: toJsonText(event.before),
    after: toJsonText(event.after),
    ...toColumnValues(event.after, columns),
  }
  return `${JSON.stringify(record)}\n`
}

/** Everything of a record that stands before its images. */
export function toRecordHead(event: ChangeEvent): Readonly<Record<string, Json>> {
  return {
    event_id: event.eventID,
    entity: event.entity,
    type: event.type,
    op: event.op,
    id: event.id,
    seq: padSequenceNumber(event.position.sequenceNumber),
    stream: event.position.stream,
    table: event.position.table,
    time: event.time,
    expired: event.expired,
    changed: [...event.changed],
    parked: event.parked?.code ?? null,
  }
}

/** The declared columns of an image; all null where there is no image. */
export function toColumnValues(
  image: Image | null,
  columns: readonly PlannedColumn[],
): Readonly<Record<string, LakeValue>> {
  const values: Record<string, LakeValue> = {}
  for (const column of columns) {
    values[column.name] =
      image === null ? null : toColumnValue(readPath(image, column.path), column)
  }
  return values
}

function toJsonText(image: Image | null): string | null {
  return image === null ? null : JSON.stringify(image)
}

function readPath(image: Image, path: readonly string[]): Json | undefined {
  let value: Json | undefined = image
  for (const name of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined
    value = Reflect.get(value, name)
  }
  return value
}

/** Never rounds: only bigint and double keep a JSON number, which the event has where it is exact. */
function toColumnValue(value: Json | undefined, { type }: LakeColumn): LakeValue {
  if (value === undefined || value === null) return null
  if (typeof value === 'object') return JSON.stringify(value)
  if (typeof value !== 'number' || type === 'bigint' || type === 'double') return value
  const printed = String(value)
  return toCanonicalDecimal(printed) ?? printed
}
