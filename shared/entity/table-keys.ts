/** Attribute types that DynamoDB allows in a key. */
export type KeyType = 'S' | 'N' | 'B'

export interface KeyAttribute {
  readonly name: string
  readonly type: KeyType
}

/** The table's key schema: the template's table is generated from it. */
export interface TableKeys {
  readonly partitionKey: KeyAttribute
  readonly sortKey?: KeyAttribute
}

/** The key attributes in key-schema order. */
export function listKeyAttributes(table: TableKeys): readonly KeyAttribute[] {
  return table.sortKey === undefined ? [table.partitionKey] : [table.partitionKey, table.sortKey]
}
