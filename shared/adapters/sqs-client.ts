import { SQSClient } from '@aws-sdk/client-sqs'

const CONNECT_TIMEOUT_MS = 2_000
const REQUEST_TIMEOUT_MS = 5_000

/** A client that gives up in time for the rest of the batch. The queue's URL says where it is. */
export function createSqsClient(): SQSClient {
  return new SQSClient({
    requestHandler: { connectionTimeout: CONNECT_TIMEOUT_MS, requestTimeout: REQUEST_TIMEOUT_MS },
  })
}
