import {
  DescribeStreamCommand,
  type DynamoDBStreamsClient,
  GetShardIteratorCommand,
  type Shard,
} from '@aws-sdk/client-dynamodb-streams'
import { DYNAMODB_LOCAL_TIME_STEP_MS } from '../limits.ts'
import type { StreamClient } from './stream-client.ts'
import type { StreamDescription, StreamPort, StreamShard } from './stream-port.ts'
import { toSourceRecord } from './to-source-record.ts'

interface StreamClients {
  readonly streams: DynamoDBStreamsClient
  /** For what every record takes. */
  readonly records: Pick<StreamClient, 'call'>
}

/** A stream of DynamoDB Local. */
export function createDynamoDbStreamPort(
  { streams, records }: StreamClients,
  streamArn: string,
  toPipeTime?: StreamPort['toPipeTime'],
): StreamPort {
  return {
    timeStepMs: DYNAMODB_LOCAL_TIME_STEP_MS,
    ...(toPipeTime && { toPipeTime }),

    async describe(): Promise<StreamDescription> {
      const shards: Shard[] = []
      let partitionKey = ''
      let after: string | undefined
      do {
        const { StreamDescription: page } = await streams.send(
          new DescribeStreamCommand({ StreamArn: streamArn, ExclusiveStartShardId: after }),
        )
        shards.push(...(page?.Shards ?? []))
        partitionKey = page?.KeySchema?.find(isPartitionKey)?.AttributeName ?? partitionKey
        after = page?.LastEvaluatedShardId
      } while (after !== undefined)
      return { shards: shards.map(toShard), partitionKey }
    },

    async openShard(shardId, place) {
      const { ShardIterator } = await streams.send(
        new GetShardIteratorCommand({
          StreamArn: streamArn,
          ShardId: shardId,
          ...(typeof place === 'string'
            ? { ShardIteratorType: place }
            : { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: place.after }),
        }),
      )
      if (ShardIterator === undefined) throw new Error(`no iterator for ${shardId}`)
      return ShardIterator
    },

    async read(iterator) {
      const { Records = [], NextShardIterator } = await records.call('GetRecords', {
        ShardIterator: iterator,
      })
      const page = { records: Records.map((record) => toSourceRecord(record, streamArn)) }
      return NextShardIterator === undefined ? page : { ...page, nextIterator: NextShardIterator }
    },
  }
}

function isPartitionKey({ KeyType }: { KeyType?: string | undefined }): boolean {
  return KeyType === 'HASH'
}

function toShard({ ShardId = '', ParentShardId }: Shard): StreamShard {
  return ParentShardId === undefined
    ? { shardId: ShardId }
    : { shardId: ShardId, parentShardId: ParentShardId }
}
