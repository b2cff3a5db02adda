import { type DynamoDBStreamsClient, ListStreamsCommand } from '@aws-sdk/client-dynamodb-streams'
import { definitions } from '../../entities/index.ts'
import type { SourceRecord } from '../../local/resources/pipe/source-record.ts'
import { createDynamoDbStreamPort } from '../../local/resources/pipe/stream/dynamodb-stream-port.ts'
import { recordsBySdk } from '../../local/resources/pipe/stream/records-by-sdk.ts'
import type { StreamPort } from '../../local/resources/pipe/stream/stream-port.ts'
import { parseStreamArn } from '../../shared/change-event/parse-stream-arn.ts'
import { canonicalId, type ItemKey, parseItemKey } from '../../shared/entity/item-key.ts'
import { matchesKey } from '../../shared/entity/matches-key.ts'
import type { TableKeys } from '../../shared/entity/table-keys.ts'
import type { TracedChange } from './evidence.ts'

/** An open shard ends in pages without records, and may have some before that. */
const EMPTY_PAGES_MAX = 3

export interface StreamSearch {
  /** Those that are meant, in the order of the stream. */
  readonly changes: readonly TracedChange[]
  /** How many records were looked at. */
  readonly records: number
}

/**
 * The changes of a table's streams that have this eventID, or are of the item with this id: as far
 * back as streams go, which is 24 h.
 */
export async function findInStream(
  client: DynamoDBStreamsClient,
  { tableName, keys }: { readonly tableName: string; readonly keys: TableKeys },
  wanted: string,
): Promise<StreamSearch> {
  const { Streams = [] } = await client.send(new ListStreamsCommand({ TableName: tableName }))
  const clients = { streams: client, records: recordsBySdk(client) }
  const changes: TracedChange[] = []
  let records = 0
  for (const { StreamArn: arn = '' } of Streams) {
    const stream = createDynamoDbStreamPort(clients, arn)
    const { shards } = await stream.describe()
    for (const { shardId } of shards) {
      for await (const record of readShard(stream, shardId)) {
        records += 1
        const change = toChange(record, arn, keys)
        if (change.eventID === wanted || change.id === wanted) changes.push(change)
      }
    }
  }
  return { changes, records }
}

async function* readShard(stream: StreamPort, shardId: string): AsyncGenerator<SourceRecord> {
  let iterator: string | undefined = await stream.openShard(shardId, 'TRIM_HORIZON')
  for (let empty = 0; iterator !== undefined && empty < EMPTY_PAGES_MAX; ) {
    const page = await stream.read(iterator)
    yield* page.records
    empty = page.records.length > 0 ? 0 : empty + 1
    iterator = page.nextIterator
  }
}

function toChange(record: SourceRecord, streamArn: string, keys: TableKeys): TracedChange {
  const { eventID, eventName, dynamodb } = record
  const key = parseItemKey(keys, dynamodb.Keys)
  return {
    eventID,
    id: key === undefined ? null : canonicalId(keys, key),
    entity: key === undefined ? null : findEntity(key),
    op: eventName.toLowerCase(),
    time: new Date(dynamodb.ApproximateCreationDateTime * 1_000).toISOString(),
    position: {
      stream: parseStreamArn(streamArn)?.stream ?? '?',
      sequenceNumber: dynamodb.SequenceNumber,
    },
  }
}

function findEntity(key: ItemKey): string | null {
  return definitions.find((definition) => matchesKey(definition, key))?.name ?? null
}
