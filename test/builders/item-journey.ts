import {
  type AttributeValue,
  CreateTableCommand,
  DeleteItemCommand,
  DeleteTableCommand,
  DynamoDBClient,
  PutItemCommand,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb'
import {
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
} from '@aws-sdk/client-dynamodb-streams'
import { createEnricher } from '../../services/enrichment/enrich.ts'
import { createOpenSearchIndex } from '../../shared/adapters/opensearch-search-index.ts'
import type { ChangeEvent } from '../../shared/change-event/change-event.ts'
import type { EntityDefinition } from '../../shared/entity/entity-definition.ts'
import { listKeyAttributes } from '../../shared/entity/table-keys.ts'
import { aMessage, aSequence, STREAM, TABLE } from './change-event.ts'
import { ProjectorUnderTest } from './projector.ts'
import { connect, makeIndex, removeIndex } from './search-engine.ts'

type Item = Record<string, AttributeValue>

/**
 * Items on their way from a table into an index, on real engines: the table's own stream, the
 * enrichment and the projector, each called where a Pipe, a bus and a queue would.
 */
export interface ItemJourney extends AsyncDisposable {
  put(item: Item): Promise<void>
  remove(key: Item): Promise<void>
  /**
   * Brings all changes into the index that were made since the last time.
   *
   * @returns their change events, in the stream's order.
   * @throws Error when one is parked or dead-lettered, or comes back.
   */
  land(): Promise<readonly ChangeEvent[]>
}

export async function startJourney(
  endpoints: { readonly dynamodb: string; readonly opensearch: string },
  definition: EntityDefinition,
): Promise<ItemJourney> {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' }
  const client = { region: 'eu-west-1', credentials, endpoint: endpoints.dynamodb }
  const dynamodb = new DynamoDBClient(client)
  const streams = new DynamoDBStreamsClient(client)
  const TableName = definition.search.index
  const { search } = definition
  const StreamArn = await createTable(dynamodb, TableName, definition)
  const opensearch = await connect(endpoints.opensearch)
  await makeIndex(opensearch, definition)
  const projector = new ProjectorUnderTest(createOpenSearchIndex(opensearch), [definition])
  const enrich = createEnricher({
    definitions: [definition],
    tokenKey: { keyId: 'k1', key: 'a key of tests' },
    undeclared: 'keep',
  })
  let landed = 0

  return {
    put: async (Item) => {
      await dynamodb.send(new PutItemCommand({ TableName, Item }))
    },
    remove: async (Key) => {
      await dynamodb.send(new DeleteItemCommand({ TableName, Key }))
    },
    land: async () => {
      const records = await readStream(streams, StreamArn)
      const enriched = records.slice(landed).map((record) => {
        landed += 1
        return enrich(toSourceRecord(record, landed))
      })
      const events = await Promise.all(
        enriched.map(async ({ event, claim, parked }) => {
          if (event === undefined || parked) throw new Error(`${parked?.code}: ${parked?.message}`)
          if (claim !== undefined) await projector.claims.put(claim)
          return event
        }),
      )
      const back = await projector.deliver(events.map((event) => aMessage(event)))
      const letters = projector.deadLetters.letters.map(({ code, message }) => `${code} ${message}`)
      if (back.length > 0 || letters.length > 0) {
        throw new Error(`${back.length} come back; dead letters: ${letters.join('; ')}`)
      }
      return events
    },
    [Symbol.asyncDispose]: async () => {
      await dynamodb.send(new DeleteTableCommand({ TableName }))
      await removeIndex(endpoints.opensearch, search.index)
      dynamodb.destroy()
      streams.destroy()
    },
  }
}

async function createTable(
  dynamodb: DynamoDBClient,
  TableName: string,
  { table }: EntityDefinition,
): Promise<string> {
  const attributes = listKeyAttributes(table)
  const { TableDescription } = await dynamodb.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: attributes.map(({ name, type }) => ({
        AttributeName: name,
        AttributeType: type,
      })),
      KeySchema: attributes.map(({ name }, place) => ({
        AttributeName: name,
        KeyType: place === 0 ? 'HASH' : 'RANGE',
      })),
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
    }),
  )
  await waitUntilTableExists({ client: dynamodb, maxWaitTime: 30 }, { TableName })
  return TableDescription?.LatestStreamArn ?? ''
}

/** All records of a stream that has one shard, in the form in which they are transported. */
async function readStream(
  streams: DynamoDBStreamsClient,
  StreamArn: string,
): Promise<readonly { readonly eventName: string; readonly dynamodb: object }[]> {
  const { StreamDescription } = await streams.send(new DescribeStreamCommand({ StreamArn }))
  const [shard] = StreamDescription?.Shards ?? []
  const from = { StreamArn, ShardId: shard?.ShardId, ShardIteratorType: 'TRIM_HORIZON' } as const
  const { ShardIterator } = await streams.send(new GetShardIteratorCommand(from))
  const { Records = [] } = await streams.send(new GetRecordsCommand({ ShardIterator }))
  return JSON.parse(
    JSON.stringify(Records, function toBase64(this: Record<string, unknown>, name, value) {
      const raw = this[name]
      return raw instanceof Uint8Array ? Buffer.from(raw).toString('base64') : value
    }),
  )
}

/** The record with a place of its own in the stream that the index of a test accepts. */
function toSourceRecord(
  { eventName, dynamodb }: { readonly eventName: string; readonly dynamodb: object },
  counter: number,
): object {
  return {
    eventID: `event-${counter}`,
    eventName,
    eventSource: 'aws:dynamodb',
    eventSourceARN: `arn:aws:dynamodb:eu-west-1:000000000000:table/${TABLE}/stream/${STREAM}`,
    dynamodb: {
      ...dynamodb,
      ApproximateCreationDateTime: 1_795_246_000,
      SequenceNumber: aSequence(counter),
      StreamViewType: 'NEW_AND_OLD_IMAGES',
    },
  }
}
