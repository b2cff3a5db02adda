import type { TableKeys } from '../shared/entity/table-keys.ts'

/** The table's key: the deployed table is made from it, and every entity's key pattern names it. */
export const table = {
  partitionKey: { name: 'pk', type: 'S' },
  sortKey: { name: 'sk', type: 'S' },
} as const satisfies TableKeys
