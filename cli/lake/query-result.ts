import { toCanonicalDecimal, toExactNumber } from '../../shared/attribute-value/decimal.ts'
import type { Json } from '../../shared/attribute-value/json.ts'

/** What a query answers: the same from DuckDB and from Athena. */
export interface QueryResult {
  readonly columns: readonly string[]
  /** Values in the order of the columns. */
  readonly rows: readonly (readonly Json[])[]
}

/** Which values are told apart: other types are shown as their text. */
export type ValueKind = 'number' | 'flag' | 'moment' | 'other'

/**
 * A value that an engine gave as text. A number stays one where no digit is lost, else it is its
 * digits, as in a change event; a moment has no more digits than it needs.
 */
export function toValue(text: string, kind: ValueKind): Json {
  if (kind === 'number') return toExactNumber(text) ?? toCanonicalDecimal(text) ?? text
  if (kind === 'flag') return text === 'true'
  return kind === 'moment' ? text.replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, '') : text
}
