import { DynamoDBStreamsClient, GetRecordsCommand } from '@aws-sdk/client-dynamodb-streams'
import { LOCAL_CREDENTIALS } from '../../local/engine-clients.ts'
import type { RuntimeFile } from '../../local/runtime-file.ts'
import { openStream } from '../pipeline/open-stream.ts'

/** Reads a table's stream from its oldest record by the SDK, and stops at so many. */
export async function readStream(
  { endpoints, region, resources }: RuntimeFile,
  most: number,
): Promise<{ readonly records: number; readonly ms: number }> {
  const { dynamodb: endpoint = '' } = endpoints
  const client = new DynamoDBStreamsClient({ endpoint, region, credentials: LOCAL_CREDENTIALS })
  const iterators = await openStream(client, resources.OrdersTable, 'TRIM_HORIZON')
  const begun = performance.now()
  let records = 0
  for (let ShardIterator of iterators) {
    while (ShardIterator !== undefined && records < most) {
      const page = await client.send(new GetRecordsCommand({ ShardIterator }))
      records += page.Records?.length ?? 0
      ShardIterator = page.Records?.length ? page.NextShardIterator : undefined
    }
  }
  client.destroy()
  return { records, ms: performance.now() - begun }
}
