import {
  type DynamoDBStreamsClient,
  GetShardIteratorCommand,
} from '@aws-sdk/client-dynamodb-streams'
import { recordsBySdk } from '../../local/resources/pipe/stream/records-by-sdk.ts'
import { toSourceRecord } from '../../local/resources/pipe/stream/to-source-record.ts'
import type { StreamPages } from '../../shared/redrive/read-range.ts'

/**
 * Errors by which the API says that it does not have the place.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_GetShardIterator.html
 */
const LOST: Readonly<Record<string, string>> = {
  TrimmedDataAccessException: 'stream.trimmed',
  ResourceNotFoundException: 'stream.unknown',
  // A number or a shard that is none of this stream.
  ValidationException: 'stream.position_invalid',
}

/** Streams of DynamoDB, and of DynamoDB Local. */
export function createStreamPages(client: DynamoDBStreamsClient): StreamPages {
  let streamArn = ''
  return {
    open: (range) =>
      orLost(async () => {
        streamArn = range.streamArn
        const { ShardIterator: iterator } = await client.send(
          new GetShardIteratorCommand({
            StreamArn: range.streamArn,
            ShardId: range.shardId,
            ShardIteratorType: 'AT_SEQUENCE_NUMBER',
            SequenceNumber: range.startSequenceNumber,
          }),
        )
        return iterator === undefined ? { lost: 'stream.unknown' } : { iterator }
      }),
    read: (iterator) =>
      orLost(async () => {
        const { Records = [], NextShardIterator: next } = await recordsBySdk(client).call(
          'GetRecords',
          { ShardIterator: iterator },
        )
        const records = Records.map((record) => toSourceRecord(record, streamArn))
        return next === undefined ? { records } : { records, next }
      }),
  }
}

async function orLost<Answer>(ask: () => Promise<Answer>): Promise<Answer | { lost: string }> {
  try {
    return await ask()
  } catch (error) {
    const lost = error instanceof Error ? LOST[error.name] : undefined
    if (lost === undefined) throw error
    return { lost }
  }
}
