import { type AttributeValue, DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb'
import { explainSilence } from '../silent-dynamodb.ts'
import { type DecodedItem, decodeItem } from './decode-item.ts'

/** After this the table is not answering. */
const ANSWER_MS_MAX = 5_000

/** Reads items as an application does that caches them. */
export interface ItemReader {
  /**
   * Reads an item consistently: the loader of a cached item must not read an older one.
   *
   * @returns undefined when there is none.
   * @throws EnvironmentError when the table does not answer.
   */
  read(key: Readonly<Record<string, AttributeValue>>): Promise<DecodedItem | undefined>
  close(): void
}

export function createItemReader(options: {
  readonly endpoint: string
  readonly region: string
  readonly tableName: string
}): ItemReader {
  const { endpoint, region, tableName: TableName } = options
  const client = new DynamoDBClient({
    endpoint,
    region,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    requestHandler: { requestTimeout: ANSWER_MS_MAX, throwOnRequestTimeout: true },
  })
  return {
    read: async (Key) => {
      const get = new GetItemCommand({ TableName, Key, ConsistentRead: true })
      const { Item } = await client.send(get).catch(explainSilence(endpoint))
      return Item && decodeItem(Item)
    },
    close: () => client.destroy(),
  }
}
