import type { AttributeKind } from './attribute.ts'

/**
 * What a lake column is in a query. `decimal(p,s)` keeps p digits, s of them after the point, exactly;
 * p is at most 38, as in Athena, DuckDB and DynamoDB itself.
 * https://docs.aws.amazon.com/athena/latest/ug/data-types.html
 */
export type LakeColumnType =
  | 'string'
  | 'bigint'
  | 'double'
  | 'boolean'
  | 'timestamp'
  | `decimal(${number},${number})`

/**
 * A column of the lake beside the change's own: one attribute of the image after the change, null
 * where there is none (a removal, a parked change, an optional attribute that is absent).
 *
 * The record carries the attribute's exact value, whatever the type: decimals, timestamps and
 * strings as text, a boolean as such, bigint and double as a JSON number where that loses nothing,
 * else as their digits. A value that does not fit the type is null in a view, never rounded, and
 * stays readable in the table of records and in `after`.
 */
export interface LakeColumn<
  Path extends string = string,
  Type extends LakeColumnType = LakeColumnType,
> {
  /** Attribute names from the item down, joined by dots; not through a list. */
  readonly attribute: Path
  readonly type: Type
}

/** Column types by the kind of attribute they take; none for what is not one value. */
export type LakeTypeOf<Kind> = Kind extends 'text' | 'binary'
  ? 'string'
  : Kind extends 'dateTime'
    ? 'timestamp' | 'string'
    : Kind extends 'decimal'
      ? `decimal(${number},${number})` | 'double' | 'string'
      : Kind extends 'integer'
        ? 'bigint' | `decimal(${number},${number})` | 'double' | 'string'
        : Kind extends 'flag'
          ? 'boolean'
          : never

/** What a record of the lake has of itself, in its order, and the partition that its objects lie in. */
export const RECORD_COLUMNS = [
  'event_id',
  'entity',
  'type',
  'op',
  'id',
  'seq',
  'stream',
  'table',
  'time',
  'expired',
  'changed',
  'parked',
  'before',
  'after',
] as const

/** Names that the lake has for itself: its records', its partition's, and those the views add. */
export const RESERVED_COLUMNS: readonly string[] = [...RECORD_COLUMNS, 'dt', 'place']

const DECIMAL = /^decimal\(([1-9]\d?),(0|[1-9]\d?)\)$/
const DECIMAL_DIGITS_MAX = 38

/** Digits in all and after the point; undefined for another type, and for a decimal that no engine takes. */
export function decimalDigits(type: string): { all: number; fraction: number } | undefined {
  const [, p, s] = DECIMAL.exec(type) ?? []
  const [all, fraction] = [Number(p), Number(s)]
  return all <= DECIMAL_DIGITS_MAX && fraction <= all ? { all, fraction } : undefined
}

const TYPES_OF_KIND: Partial<Record<AttributeKind, readonly string[]>> = {
  text: ['string'],
  binary: ['string'],
  dateTime: ['timestamp', 'string'],
  decimal: ['decimal', 'double', 'string'],
  integer: ['bigint', 'decimal', 'double', 'string'],
  flag: ['boolean'],
} satisfies { [Kind in AttributeKind]?: readonly string[] }

/** Whether a column of this type takes every value of the kind, or can tell which it does not take. */
export function takesKind(type: string, kind: AttributeKind): boolean {
  const family = decimalDigits(type) === undefined ? type : 'decimal'
  return TYPES_OF_KIND[kind]?.includes(family) === true
}
