import {
  DescribeStreamCommand,
  type DynamoDBStreamsClient,
  GetShardIteratorCommand,
  ListStreamsCommand,
  type ShardIteratorType,
} from '@aws-sdk/client-dynamodb-streams'

/** Iterators over a table's stream, one for each shard that it has now. */
export async function openStream(
  client: DynamoDBStreamsClient,
  tableName: string | undefined,
  type: ShardIteratorType,
): Promise<readonly (string | undefined)[]> {
  const { Streams = [] } = await client.send(new ListStreamsCommand({ TableName: tableName }))
  const StreamArn = Streams[0]?.StreamArn
  const { StreamDescription } = await client.send(new DescribeStreamCommand({ StreamArn }))
  const iterate = async (ShardId: string | undefined) => {
    const place = { StreamArn, ShardId, ShardIteratorType: type }
    return (await client.send(new GetShardIteratorCommand(place))).ShardIterator
  }
  return Promise.all((StreamDescription?.Shards ?? []).map(({ ShardId }) => iterate(ShardId)))
}
