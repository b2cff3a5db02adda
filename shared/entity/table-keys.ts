/** Attribute types that DynamoDB allows in a key. */
export type KeyType = 'S' | 'N' | 'B'

export interface KeyAttribute {
  readonly name: string
  readonly type: KeyType
}

/** The table's key schema and its TTL: the template's table is generated from both. */
export interface TableKeys {
  readonly partitionKey: KeyAttribute
  readonly sortKey?: KeyAttribute
  /**
   * Attribute that says when an item expires: a number, in seconds since 1970. Absent: items stay
   * until they are removed. DynamoDB refuses another name as long as the old one is enabled:
   * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateTimeToLive.html
   */
  readonly timeToLive?: string
}

/** The key attributes in key-schema order. */
export function listKeyAttributes(table: TableKeys): readonly KeyAttribute[] {
  return table.sortKey === undefined ? [table.partitionKey] : [table.partitionKey, table.sortKey]
}
