import { DeleteItemCommand, type DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb'
import { toAttributeMap } from '../../cli/publish/attribute-map.ts'

export type Order = ReturnType<typeof anOrder>

/** An item of the example table that fits its schema. */
export function anOrder(customerId: string, orderId: string) {
  return {
    pk: `CUSTOMER#${customerId}`,
    sk: `ORDER#${orderId}`,
    orderId,
    customerId,
    status: 'confirmed',
    currency: 'EUR',
    total: 129.9,
    items: [{ sku: 'KB-87', name: 'Keyboard', quantity: 1, unitPrice: 129.9 }],
    shippingAddress: {
      name: 'Ada L.',
      line1: '1 High St',
      city: 'Lodz',
      postcode: '90-001',
      country: 'PL',
    },
    email: 'ada@example.org',
    createdAt: '2026-11-21T07:00:00Z',
    updatedAt: '2026-11-21T07:26:36Z',
  }
}

export function idOf({ pk, sk }: Pick<Order, 'pk' | 'sk'>): string {
  return `${pk}|${sk}`
}

/** Writes to the example table as an application would. */
export interface OrderTable {
  /** @param exact attributes in DynamoDB's own form, in place of the order's. */
  put(order: object, exact?: object): Promise<void>
  remove(order: Pick<Order, 'pk' | 'sk'>): Promise<void>
}

export function openOrderTable(dynamodb: DynamoDBClient, tableName: string): OrderTable {
  return {
    async put(order, exact = {}) {
      const Item = { ...toAttributeMap(order), ...exact }
      await dynamodb.send(new PutItemCommand({ TableName: tableName, Item }))
    },
    async remove({ pk, sk }) {
      const Key = toAttributeMap({ pk, sk })
      await dynamodb.send(new DeleteItemCommand({ TableName: tableName, Key }))
    },
  }
}
