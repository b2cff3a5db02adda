import { type AttributeValue, DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb'

export type TableItem = Record<string, AttributeValue>

/** Every item of a table, read consistently. */
export async function* scanTable(options: {
  endpoints: { dynamodb: string }
  region: string
  tableName: string
}): AsyncGenerator<TableItem> {
  const client = new DynamoDBClient({
    endpoint: options.endpoints.dynamodb,
    region: options.region,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  })
  try {
    const scan = { TableName: options.tableName, ConsistentRead: true }
    for await (const page of paginateScan({ client }, scan)) yield* page.Items ?? []
  } finally {
    client.destroy()
  }
}
