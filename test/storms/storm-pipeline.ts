import { join } from 'node:path'
import { type AttributeValue, QueryCommand } from '@aws-sdk/client-dynamodb'
import { SQSClient } from '@aws-sdk/client-sqs'
import { Redis } from 'iovalkey'
import type { Deployment } from '../../cli/deployment/deployment.ts'
import { openDeployment } from '../../cli/deployment/open-deployment.ts'
import { runCommand } from '../../cli/run-command.ts'
import { decodeItem } from '../../local/agreement/decode-item.ts'
import { createItemReader } from '../../local/agreement/item-reader.ts'
import { type CacheClient, createCacheClient } from '../../shared/cache-client/index.ts'
import {
  openPipeline,
  type PipelineOptions,
  ROOT,
  type TestPipeline,
} from '../e2e/open-pipeline.ts'
import { createProgress, type Progress } from './progress.ts'
import { createLogReader, type LogReader } from './read-log-lines.ts'
import { createStreamReader, type StreamReader } from './read-stream.ts'
import type { Engine } from './storm.ts'

/** A pipeline that storms pass over, one after another, and who reads it as an application does. */
export interface StormPipeline extends Omit<TestPipeline, 'signals'> {
  readonly progress: Progress
  readonly stream: StreamReader
  readonly sqs: SQSClient
  readonly cache: CacheClient
  /** Reads an order consistently; undefined when there is none. */
  readItem(order: { readonly pk: string; readonly sk: string }): Promise<object | undefined>
  /** Reads all of a customer's orders consistently. */
  readList(pk: string): Promise<readonly object[]>
  /** Runs a command of the command line. @returns the lines that it printed. @throws when it fails. */
  tailrace(...args: string[]): Promise<readonly string[]>
  readonly logs: LogReader
  /** Keys of the images that storms have deleted. */
  readonly lostClaims: Set<string>
  /** As commands see it. */
  readonly deployment: Deployment
  readonly lakeDir: string
  resource(logicalId: string): string
  endpoint(service: string): string
  pidOf(engine: Engine): number
}

export async function openStormPipeline(options: PipelineOptions = {}): Promise<StormPipeline> {
  const progress = createProgress()
  await using opened = new AsyncDisposableStack()
  const test = opened.use(await openPipeline({ ...options, onSignal: progress.onSignal }))
  const { pipeline, dynamodb, tableName, stateDir, s3 } = test
  const { region } = pipeline.file
  const resource = (logicalId: string) => required(pipeline.file.resources[logicalId], logicalId)
  const endpoint = (service: string) => required(pipeline.file.endpoints[service], service)
  const table = { endpoint: endpoint('dynamodb'), region, tableName }

  const items = createItemReader(table)
  opened.defer(() => items.close())
  const stream = createStreamReader(table)
  opened.defer(() => stream.close())
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' }
  const sqs = new SQSClient({ endpoint: endpoint('sqs'), region, credentials })
  opened.defer(() => sqs.destroy())
  const deployment = await openDeployment({}, stateDir)
  opened.defer(() => deployment.close())
  const redis = await connect(endpoint('redis'))
  opened.defer(() => redis.disconnect())

  const all = opened.move()
  return {
    ...{ pipeline, stateDir, dynamodb, s3, tableName, progress, stream, sqs, resource, endpoint },
    deployment,
    lostClaims: new Set(),
    logs: createLogReader(join(stateDir, 'logs')),
    lakeDir: required(pipeline.file.lakeDir, 'lake'),
    cache: createCacheClient({ connection: redis, onTrouble: () => undefined }),
    readItem: ({ pk, sk }) => items.read({ pk: { S: pk }, sk: { S: sk } }),
    readList: async (pk) => {
      const { Items = [] } = await dynamodb.send(
        new QueryCommand({
          TableName: tableName,
          ConsistentRead: true,
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': { S: pk } },
        }),
      )
      return Items.map((item: Record<string, AttributeValue>) => decodeItem(item))
    },
    tailrace: (...args) => tailrace(args, stateDir),
    pidOf: (engine) => required(pipeline.file.engines[engine]?.pid, engine),
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  }
}

/** A connection that is made again, however long the server is away. */
async function connect(endpoint: string): Promise<Redis> {
  const redis = new Redis(endpoint, {
    ...{ lazyConnect: true, enableOfflineQueue: false, commandTimeout: 2_000 },
    retryStrategy: () => 200,
  })
  // Commands reject while it is away.
  redis.on('error', () => undefined)
  await redis.connect()
  return redis
}

async function tailrace(args: readonly string[], stateDir: string): Promise<readonly string[]> {
  const printed: string[] = []
  const complaints: string[] = []
  const exitCode = await runCommand(args, {
    ...{ env: {}, stateDir, root: ROOT, stdin: process.stdin },
    print: (line) => printed.push(line),
    complain: (message) => complaints.push(message),
  })
  if (exitCode !== 0) throw new Error(`tailrace ${args.join(' ')}: ${complaints.join(' ')}`)
  return printed
}

function required<Value>(value: Value | undefined, name: string): Value {
  if (value === undefined) throw new Error(`the pipeline has no ${name}`)
  return value
}
