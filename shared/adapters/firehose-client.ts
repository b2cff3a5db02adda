import { FirehoseClient } from '@aws-sdk/client-firehose'
import { awsClientOptions } from './aws-client-options.ts'

/**
 * A client that gives up in time for the rest of the batch.
 *
 * @param requestTimeoutMs of one attempt.
 */
export function createFirehoseClient(requestTimeoutMs?: number): FirehoseClient {
  return new FirehoseClient(awsClientOptions(requestTimeoutMs))
}
