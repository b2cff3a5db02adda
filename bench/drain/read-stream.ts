import {
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
  ListStreamsCommand,
} from '@aws-sdk/client-dynamodb-streams'
import { LOCAL_CREDENTIALS } from '../../local/engine-clients.ts'
import type { RuntimeFile } from '../../local/runtime-file.ts'

/** Reads a table's stream from its oldest record by the SDK, and stops at so many. */
export async function readStream(
  { endpoints, region, resources }: RuntimeFile,
  most: number,
): Promise<{ readonly records: number; readonly ms: number }> {
  const { dynamodb: endpoint = '' } = endpoints
  const client = new DynamoDBStreamsClient({ endpoint, region, credentials: LOCAL_CREDENTIALS })
  const { Streams = [] } = await client.send(
    new ListStreamsCommand({ TableName: resources.OrdersTable }),
  )
  const StreamArn = Streams[0]?.StreamArn
  const { StreamDescription } = await client.send(new DescribeStreamCommand({ StreamArn }))
  const begun = performance.now()
  let records = 0
  for (const { ShardId } of StreamDescription?.Shards ?? []) {
    const place = { StreamArn, ShardId, ShardIteratorType: 'TRIM_HORIZON' as const }
    let { ShardIterator } = await client.send(new GetShardIteratorCommand(place))
    while (ShardIterator !== undefined && records < most) {
      const page = await client.send(new GetRecordsCommand({ ShardIterator }))
      records += page.Records?.length ?? 0
      ShardIterator = page.Records?.length ? page.NextShardIterator : undefined
    }
  }
  client.destroy()
  return { records, ms: performance.now() - begun }
}
