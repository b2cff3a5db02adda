import type { TableKeys } from '../shared/entity/table-keys.ts'

/** The deployed table is made from this, and every entity's key pattern names its key attributes. */
export const table = {
  partitionKey: { name: 'pk', type: 'S' },
  sortKey: { name: 'sk', type: 'S' },
  timeToLive: 'expiresAt',
} as const satisfies TableKeys
