import { toCanonicalDecimal, toExactNumber } from '../attribute-value/decimal.ts'
import { isBase64 } from '../attribute-value/decode-native.ts'
import { isRecord } from '../json/is-record.ts'
import { type KeyType, listKeyAttributes, type TableKeys } from './table-keys.ts'

/** An item's key. */
export interface ItemKey {
  /** By attribute: what a change event carries. */
  readonly values: { readonly [attribute: string]: string | number }
  /** By attribute: text that patterns match and the id is made of. */
  readonly texts: { readonly [attribute: string]: string }
}

/** Reads a key in DynamoDB's form; undefined unless it is exactly the table's key attributes in their types. */
export function parseItemKey(table: TableKeys, keys: unknown): ItemKey | undefined {
  const attributes = listKeyAttributes(table)
  if (!isRecord(keys) || Object.keys(keys).length !== attributes.length) return undefined
  const values: Record<string, string | number> = {}
  const texts: Record<string, string> = {}
  for (const { name, type } of attributes) {
    const text = toKeyText(type, keys[name])
    if (text === undefined) return undefined
    texts[name] = text
    values[name] = type === 'N' ? (toExactNumber(text) ?? text) : text
  }
  return { values, texts }
}

/**
 * The item's id: its key texts in key-schema order, joined by `|`. Injective, because `|` and `%`
 * inside a text are escaped; numbers are in DynamoDB's one spelling and binary is base64.
 *
 * DynamoDB itself keeps no spelling of a number: `1E+2`, `100.0` and `100` are one key, and its
 * streams say `100`. An emulator that kept them would still give one id.
 */
export function canonicalId(table: TableKeys, key: ItemKey): string {
  return listKeyAttributes(table)
    .map(({ name }) => (key.texts[name] ?? '').replaceAll('%', '%25').replaceAll('|', '%7C'))
    .join('|')
}

function toKeyText(type: KeyType, value: unknown): string | undefined {
  if (!isRecord(value) || Object.keys(value).length !== 1) return undefined
  const content = value[type]
  if (typeof content !== 'string') return undefined
  if (type === 'N') return toCanonicalDecimal(content)
  if (type === 'S') return content
  // Written anew, since the last bits before the padding may differ in two texts of the same bytes.
  return isBase64(content) ? Buffer.from(content, 'base64').toString('base64') : undefined
}
