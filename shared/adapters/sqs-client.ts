import { SQSClient } from '@aws-sdk/client-sqs'
import { awsClientOptions } from './aws-client-options.ts'

/**
 * A client that gives up in time for the rest of the batch. The queue's URL says where it is.
 *
 * @param requestTimeoutMs of one attempt.
 */
export function createSqsClient(requestTimeoutMs?: number): SQSClient {
  return new SQSClient(awsClientOptions(requestTimeoutMs))
}
