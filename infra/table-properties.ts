import type { TableKeys } from '../shared/entity/table-keys.ts'

export interface TableProperties {
  readonly attributeDefinitions: { AttributeName: string; AttributeType: string }[]
  readonly keySchema: { AttributeName: string; KeyType: 'HASH' | 'RANGE' }[]
  /** Null leaves the property out. */
  readonly timeToLive: { AttributeName: string; Enabled: true } | null
}

/** The table's keys and TTL as CloudFormation writes them, so that table and definitions cannot part. */
export function tableProperties({ partitionKey, sortKey, timeToLive }: TableKeys): TableProperties {
  const keys = sortKey === undefined ? [partitionKey] : [partitionKey, sortKey]
  return {
    attributeDefinitions: keys.map(({ name, type }) => ({
      AttributeName: name,
      AttributeType: type,
    })),
    keySchema: keys.map(({ name }, index) => ({
      AttributeName: name,
      KeyType: index === 0 ? 'HASH' : 'RANGE',
    })),
    timeToLive: timeToLive === undefined ? null : { AttributeName: timeToLive, Enabled: true },
  }
}
