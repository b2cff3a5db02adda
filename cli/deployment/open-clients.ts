import { CloudFormationClient } from '@aws-sdk/client-cloudformation'
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams'
import { EventBridgeClient } from '@aws-sdk/client-eventbridge'
import { LambdaClient } from '@aws-sdk/client-lambda'
import { PipesClient } from '@aws-sdk/client-pipes'
import { S3Client } from '@aws-sdk/client-s3'
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { SQSClient } from '@aws-sdk/client-sqs'
import { LOCAL_CREDENTIALS } from '../../local/engine-clients.ts'
import type { RuntimeFile } from '../../local/runtime-file.ts'
import { requireEntry } from '../running-runtime.ts'

/** A service that is silent for longer is given up: a person waits. */
const REQUEST_TIMEOUT_MS = 30_000
const CONNECT_TIMEOUT_MS = 5_000

const COMMON = {
  requestHandler: {
    connectionTimeout: CONNECT_TIMEOUT_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    // Without it the client only warns when the time is up, and waits on.
    throwOnRequestTimeout: true,
  },
} as const

/** What commands ask. */
export type DeploymentClients = ReturnType<typeof openHere>

/** Of the runtime that is up here. */
export function openHere({ region, endpoints }: Pick<RuntimeFile, 'region' | 'endpoints'>) {
  const at = (name: string) => ({
    ...COMMON,
    region,
    credentials: LOCAL_CREDENTIALS,
    endpoint: requireEntry(endpoints, name),
  })
  return {
    events: new EventBridgeClient(at('events')),
    lambda: new LambdaClient(at('lambda')),
    pipes: new PipesClient(at('pipes')),
    s3: new S3Client({ ...at('s3'), forcePathStyle: true }),
    secrets: new SecretsManagerClient(at('secretsmanager')),
    // The queue URLs a program holds may be another's: the endpoint decides.
    sqs: new SQSClient({ ...at('sqs'), useQueueUrlAsEndpoint: false }),
    streams: new DynamoDBStreamsClient(at('dynamodb')),
  }
}

/** Of AWS, with the credentials and region that any AWS tool would take. */
export function openThere(region: string | undefined): DeploymentClients & {
  readonly stacks: CloudFormationClient
} {
  const options = { ...COMMON, ...(region !== undefined && { region }) }
  return {
    events: new EventBridgeClient(options),
    lambda: new LambdaClient(options),
    pipes: new PipesClient(options),
    s3: new S3Client(options),
    secrets: new SecretsManagerClient(options),
    sqs: new SQSClient(options),
    stacks: new CloudFormationClient(options),
    streams: new DynamoDBStreamsClient(options),
  }
}

export function closeAll(clients: Readonly<Record<string, { destroy(): void }>>): void {
  for (const client of Object.values(clients)) client.destroy()
}
