import type { TableDescription } from '@aws-sdk/client-dynamodb'

/**
 * A table's key as one text: each attribute's role, name and type, the partition key first. Templates
 * may declare it in any order, with other attributes beside.
 */
export function describeKey({
  KeySchema = [],
  AttributeDefinitions = [],
}: Pick<TableDescription, 'KeySchema' | 'AttributeDefinitions'>): string {
  const typeOf = (name: string | undefined) =>
    AttributeDefinitions.find(({ AttributeName }) => AttributeName === name)?.AttributeType
  return KeySchema.map(
    ({ KeyType, AttributeName }) => `${KeyType} ${AttributeName} ${typeOf(AttributeName)}`,
  )
    .sort()
    .join(', ')
}
