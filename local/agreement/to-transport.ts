import type { AttributeValues } from '../../shared/attribute-value/attribute-value.ts'
import type { TableItem } from './scan-table.ts'

/** An item as a stream record carries it: the SDK hands binary over as bytes, a record has base64. */
export function toTransport(item: TableItem): AttributeValues {
  const text = JSON.stringify(item, function toBase64(this: Record<string, unknown>, name, value) {
    const raw = this[name]
    return raw instanceof Uint8Array ? Buffer.from(raw).toString('base64') : value
  })
  return JSON.parse(text)
}
