import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams'
import { S3Client } from '@aws-sdk/client-s3'
import { SQSClient } from '@aws-sdk/client-sqs'
import { createMessageClient, type MessageClient } from './message-client.ts'
import { createStreamClient, type StreamClient } from './resources/pipe/stream/stream-client.ts'
import { REGION } from './template/stack-names.ts'

/** Where the engines listen: full URLs. */
export interface EngineEndpoints {
  readonly dynamodb: string
  readonly opensearch: string
  readonly sqs: string
  readonly s3: string
  /** `redis://127.0.0.1:<port>`, or as it was given. */
  readonly redis: string
}

export interface EngineClients {
  readonly dynamodb: DynamoDBClient
  readonly streams: DynamoDBStreamsClient
  readonly sqs: SQSClient
  readonly s3: S3Client
  readonly messages: MessageClient
  readonly records: StreamClient
  /** `http://127.0.0.1:<port>`: queue URLs begin with it. */
  readonly sqsEndpoint: string
  destroy(): void
}

/** Any letters and digits do; nothing checks them. */
export const LOCAL_CREDENTIALS = { accessKeyId: 'local', secretAccessKey: 'local' } as const

/**
 * A frozen engine takes connections and says nothing. A call waits this long for it to go on: one
 * that is given up sooner may yet be carried out, as a receive whose messages nobody gets.
 */
const REQUEST_TIMEOUT_MS = 30_000
const CONNECT_TIMEOUT_MS = 5_000

export function createEngineClients(endpoints: EngineEndpoints): EngineClients {
  const requestHandler = {
    connectionTimeout: CONNECT_TIMEOUT_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    // Without it the client only warns when the time is up, and waits on.
    throwOnRequestTimeout: true,
  }
  const common = { region: REGION, credentials: LOCAL_CREDENTIALS, requestHandler }
  const dynamodb = new DynamoDBClient({ ...common, endpoint: endpoints.dynamodb })
  const streams = new DynamoDBStreamsClient({ ...common, endpoint: endpoints.dynamodb })
  // The queue URLs a program holds may be another's: the endpoint decides.
  const sqs = new SQSClient({ ...common, endpoint: endpoints.sqs, useQueueUrlAsEndpoint: false })
  const s3 = new S3Client({ ...common, endpoint: endpoints.s3, forcePathStyle: true })
  const messages = createMessageClient(endpoints.sqs, REQUEST_TIMEOUT_MS)
  const records = createStreamClient({
    endpoint: endpoints.dynamodb,
    accessKeyId: LOCAL_CREDENTIALS.accessKeyId,
    timeoutMs: REQUEST_TIMEOUT_MS,
  })
  const clients = [dynamodb, streams, sqs, s3, messages, records]
  return {
    dynamodb,
    streams,
    sqs,
    s3,
    messages,
    records,
    sqsEndpoint: endpoints.sqs.replace(/\/$/, ''),
    destroy: () => {
      for (const client of clients) client.destroy()
    },
  }
}
