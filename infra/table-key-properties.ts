import type { TableKeys } from '../shared/entity/entity-definition.ts'

export interface TableKeyProperties {
  readonly attributeDefinitions: { AttributeName: string; AttributeType: string }[]
  readonly keySchema: { AttributeName: string; KeyType: 'HASH' | 'RANGE' }[]
}

/** The table's keys as CloudFormation writes them, so that table and definitions cannot part. */
export function tableKeyProperties({ partitionKey, sortKey }: TableKeys): TableKeyProperties {
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
  }
}
