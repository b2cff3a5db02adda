import {
  type AttributeValue,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  DynamoDBClient,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb'
import { explainSilence } from '../../local/silent-dynamodb.ts'
import { InputError } from '../command.ts'
import { toAttributeMap } from './attribute-map.ts'
import {
  type NewOrder,
  type OrderAction,
  type OrderName,
  orderItem,
  orderKey,
} from './order-action.ts'

/** Of one write, with growing pauses: an engine that died is back by then. */
const ATTEMPTS_MAX = 8

/** Each write rejects with an EnvironmentError when DynamoDB does not answer. */
export interface OrderWriter {
  /**
   * Writes one change of an order.
   *
   * @throws InputError when the order to change is not there.
   */
  apply(action: OrderAction): Promise<void>
  /** Writes an item as it is, whatever its attributes are; only the key must be there. */
  put(item: Readonly<Record<string, AttributeValue>>): Promise<void>
  close(): void
}

export function createOrderWriter(options: {
  endpoint: string
  region: string
  tableName: string
  /** The time that a change is stamped with. */
  now: () => Date
}): OrderWriter {
  const { endpoint, region, tableName: TableName } = options
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' }
  const client = new DynamoDBClient({
    endpoint,
    region,
    credentials,
    maxAttempts: ATTEMPTS_MAX,
  })
  const timestamp = () => `${options.now().toISOString().slice(0, 19)}Z`

  const answered = async (sending: Promise<unknown>) => {
    await sending.catch(explainSilence(endpoint))
  }

  const put: OrderWriter['put'] = (Item) =>
    answered(client.send(new PutItemCommand({ TableName, Item })))

  const create = async (order: NewOrder) => {
    await put(toAttributeMap(orderItem(order, timestamp())))
  }

  const setStatus = async (order: OrderName, status: string) => {
    const update = new UpdateItemCommand({
      ...mustExist(order),
      UpdateExpression: 'SET #status = :status, updatedAt = :time',
      ExpressionAttributeNames: { '#status': 'status' },
      ExpressionAttributeValues: { ':status': { S: status }, ':time': { S: timestamp() } },
    })
    await answered(client.send(update)).catch(explainMissing(order))
  }

  const remove = async (order: OrderName) => {
    const removal = new DeleteItemCommand(mustExist(order))
    await answered(client.send(removal)).catch(explainMissing(order))
  }

  const mustExist = (order: OrderName) => ({
    TableName,
    Key: toAttributeMap(orderKey(order)),
    ConditionExpression: 'attribute_exists(pk)',
  })

  return {
    put,
    apply: async (action) => {
      switch (action.action) {
        case 'create':
          return create(action.order)
        case 'status':
          return setStatus(action.order, action.status)
        case 'delete':
          return remove(action.order)
      }
    },
    close: () => client.destroy(),
  }
}

function explainMissing(order: OrderName): (error: unknown) => never {
  return (error) => {
    if (!(error instanceof ConditionalCheckFailedException)) throw error
    throw new InputError(`Customer ${order.customerId} has no order ${order.orderId}.`)
  }
}
