import {
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
  ListStreamsCommand,
  type _Record as StreamRecord,
} from '@aws-sdk/client-dynamodb-streams'

/** A table's stream, read beside the Pipe. */
export interface StreamReader {
  /** All records since the table was made, in the order of each shard. */
  readAll(): Promise<readonly StreamRecord[]>
  close(): void
}

interface Shard {
  readonly id: string
  /** Of the last record that was read. */
  after: string | undefined
  isAtEnd: boolean
}

export function createStreamReader(options: {
  readonly endpoint: string
  readonly region: string
  readonly tableName: string
}): StreamReader {
  const { endpoint, region, tableName: TableName } = options
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' }
  const client = new DynamoDBStreamsClient({ endpoint, region, credentials })
  const records: StreamRecord[] = []
  const shards = new Map<string, Shard>()

  const listShards = async (StreamArn: string | undefined) => {
    const { StreamDescription } = await client.send(new DescribeStreamCommand({ StreamArn }))
    for (const { ShardId: id = '' } of StreamDescription?.Shards ?? []) {
      if (!shards.has(id)) shards.set(id, { id, after: undefined, isAtEnd: false })
    }
  }
  const readOn = async (StreamArn: string | undefined, shard: Shard) => {
    const place =
      shard.after === undefined
        ? ({ ShardIteratorType: 'TRIM_HORIZON' } as const)
        : ({
            ShardIteratorType: 'AFTER_SEQUENCE_NUMBER',
            SequenceNumber: shard.after,
          } as const)
    let { ShardIterator } = await client.send(
      new GetShardIteratorCommand({ StreamArn, ShardId: shard.id, ...place }),
    )
    while (ShardIterator !== undefined) {
      const { Records = [], NextShardIterator } = await client.send(
        new GetRecordsCommand({ ShardIterator }),
      )
      records.push(...Records)
      shard.after = Records.at(-1)?.dynamodb?.SequenceNumber ?? shard.after
      shard.isAtEnd = NextShardIterator === undefined
      if (Records.length === 0) return
      ShardIterator = NextShardIterator
    }
  }

  return {
    async readAll() {
      const { Streams = [] } = await client.send(new ListStreamsCommand({ TableName }))
      const StreamArn = Streams[0]?.StreamArn
      await listShards(StreamArn)
      for (const shard of shards.values()) if (!shard.isAtEnd) await readOn(StreamArn, shard)
      return records
    },
    close: () => client.destroy(),
  }
}
