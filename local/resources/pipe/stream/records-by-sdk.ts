import { type DynamoDBStreamsClient, GetRecordsCommand } from '@aws-sdk/client-dynamodb-streams'
import type { StreamClient } from './stream-client.ts'
import { toWireRecord } from './to-source-record.ts'

/** Reads records by the SDK, which signs: for streams that may be on AWS. */
export function recordsBySdk(client: DynamoDBStreamsClient): Pick<StreamClient, 'call'> {
  return {
    async call(_operation, input) {
      const { Records = [], ...page } = await client.send(new GetRecordsCommand(input))
      return { ...page, Records: Records.map(toWireRecord) }
    },
  }
}
