import { definitions } from '../../entities/index.ts'
import type { RuntimeFile } from '../../local/runtime-file.ts'
import { createCacheReader } from '../cache/cache-reader.ts'
import { openItems } from '../cache/open-entry.ts'
import { findWantedEntry, isItem } from '../cache/wanted-entry.ts'
import { type OrderName, orderKey } from '../publish/order-action.ts'
import { requireEntry } from '../running-runtime.ts'

/** Reads the example's orders as an application does, so that they are cached. */
export interface OrderReader {
  read(order: OrderName): Promise<void>
  close(): void
}

export function createOrderReader(file: RuntimeFile, prefix: string): OrderReader {
  const items = openItems(file)
  const endpoint = requireEntry(file.endpoints, 'redis')
  const reader = createCacheReader({ endpoint, prefix, items })
  return {
    read: async (order) => {
      const { pk, sk } = orderKey(order)
      const wanted = findWantedEntry(definitions, `${pk}|${sk}`, 'order')
      if (isItem(wanted)) await reader.read(wanted)
    },
    close: () => {
      reader.close()
      items.close()
    },
  }
}
