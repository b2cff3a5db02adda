import { toCanonicalDecimal } from '../attribute-value/decimal.ts'
import type { ChangeEvent, Image, Json } from '../change-event/change-event.ts'
import type { EntityDefinition } from '../entity/entity-definition.ts'
import type { LakeColumn } from '../entity/lake-column.ts'
import { padSequenceNumber } from '../ordering/index.ts'

type LakeValue = string | number | boolean | null

/** A column with what does not change from one change to the next. */
export interface PlannedColumn extends LakeColumn {
  readonly path: readonly string[]
  /** Comma, name and colon, as they stand in a line. */
  readonly label: string
}

/** The columns of an entity, in the order of its definition. */
export function planColumns({ lake }: Pick<EntityDefinition, 'lake'>): readonly PlannedColumn[] {
  return Object.entries(lake?.columns ?? {}).map(([name, column]) => ({
    ...column,
    path: column.attribute.split('.'),
    label: `,${JSON.stringify(name)}:`,
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
  const before = quote(toJsonText(event.before))
  const after = quote(toJsonText(event.after))
  const images = `,"before":${before},"after":${after}`
  return toLineStart(event) + images + toLineEnd(event.after, columns)
}

/** What stands before the images. */
export function toLineStart(event: ChangeEvent): string {
  const { table, stream, sequenceNumber } = event.position
  return (
    `{"event_id":${quote(event.eventID)},"entity":${quote(event.entity)}` +
    `,"type":${quote(event.type)},"op":${quote(event.op)},"id":${quote(event.id)}` +
    `,"seq":"${padSequenceNumber(sequenceNumber)}","stream":${quote(stream)}` +
    `,"table":${quote(table)},"time":${quote(event.time)},"expired":${event.expired}` +
    `,"changed":${JSON.stringify(event.changed)},"parked":${quote(event.parked?.code ?? null)}`
  )
}

/** What stands after them: the declared columns of the newer one, all null where there is none. */
export function toLineEnd(image: Image | null, columns: readonly PlannedColumn[]): string {
  let text = ''
  for (const column of columns) {
    const value = image === null ? null : toColumnValue(readPath(image, column.path), column)
    text += column.label + quote(value)
  }
  return `${text}}\n`
}

function quote(value: LakeValue): string {
  return value === null ? 'null' : JSON.stringify(value)
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
