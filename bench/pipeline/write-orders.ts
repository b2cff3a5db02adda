import { BatchWriteItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { toAttributeMap } from '../../cli/publish/attribute-map.ts'
import { anOrder } from '../../test/builders/order-table.ts'

const PER_CALL = 25
const IN_FLIGHT = 8

interface Table {
  readonly dynamodb: DynamoDBClient
  readonly tableName: string
}

/** Writes so many new orders, as fast as the table takes them. */
export async function writeOrders(
  { dynamodb, tableName }: Table,
  count: number,
  { prefix }: { readonly prefix: string },
): Promise<void> {
  const calls = Array.from({ length: Math.ceil(count / PER_CALL) }, (_, call) => call).values()
  const write = async () => {
    for (const call of calls) {
      const length = Math.min(PER_CALL, count - call * PER_CALL)
      const requests = Array.from({ length }, (_, place) => {
        const number = call * PER_CALL + place
        const order = anOrder(`${prefix}-${number % 1_000}`, `${prefix}-${number}`)
        return { PutRequest: { Item: toAttributeMap(order) } }
      })
      const command = new BatchWriteItemCommand({ RequestItems: { [tableName]: requests } })
      const { UnprocessedItems = {} } = await dynamodb.send(command)
      if (UnprocessedItems[tableName]?.length) throw new Error('The table did not take all.')
    }
  }
  await Promise.all(Array.from({ length: IN_FLIGHT }, write))
}
