import { setProperty } from '../../shared/attribute-value/json.ts'
import { decodeAttributeValue, type Json } from '../../shared/change-event/index.ts'
import type { TableItem } from './scan-table.ts'
import { toTransport } from './to-transport.ts'

/** An item as an application reads and caches it. */
export type DecodedItem = { [attribute: string]: Json }

/**
 * Every attribute of an item, decoded as those of a change event are. Nothing is masked and nothing
 * left out: who may read the table may read this.
 */
export function decodeItem(item: TableItem): DecodedItem {
  const decoded: DecodedItem = {}
  for (const [name, value] of Object.entries(toTransport(item))) {
    setProperty(decoded, name, decodeAttributeValue(value))
  }
  return decoded
}
