/** Engines that are killed and started again on what they left, on other ports. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { CreateTableCommand, PutItemCommand } from '@aws-sdk/client-dynamodb'
import {
  DescribeStreamCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
} from '@aws-sdk/client-dynamodb-streams'
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createEngineClients, type EngineClients } from '../engine-clients.ts'
import { keptRules } from '../kept/rules.ts'
import { type EngineCommand, type EngineProcess, startEngineProcess } from './engine-process.ts'
import { dynamoDbCommand } from './java-engine.ts'
import { findJdk } from './jdk.ts'
import { keepNewestRecord } from './keep-newest-record.ts'
import { freePort } from './ports.ts'
import { returnMessages } from './return-messages.ts'
import { sqsAndS3Command } from './sqs-and-s3.ts'

const ENGINES_DIR = join(import.meta.dirname, '..', '..', '.tailrace', 'engines')
const THREE_DAYS_MS = 3 * 86_400_000
const LONG_SECONDS = 600

let folder: string
let engine: EngineProcess | undefined
let clients: EngineClients
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tailrace-kept-data-'))
  await mkdir(join(folder, 'logs'))
})
afterEach(async () => {
  clients?.destroy()
  await engine?.stop()
  engine = undefined
  await rm(folder, { recursive: true, force: true, maxRetries: 10 })
})

async function start(
  toCommand: (port: number, logsDir: string) => Promise<EngineCommand>,
): Promise<void> {
  const port = await freePort()
  const command = await toCommand(port, join(folder, 'logs'))
  engine = await startEngineProcess(command, new AbortController().signal)
  const url = `http://127.0.0.1:${port}`
  clients = createEngineClients({ dynamodb: url, opensearch: url, redis: url, sqs: url, s3: url })
}

async function kill(): Promise<void> {
  clients.destroy()
  // Never 0, which would be the test's own group.
  if (engine === undefined) throw new Error('no engine was started')
  process.kill(engine.pid, 'SIGKILL')
  await engine.exited
}

describe('SQS and S3', () => {
  const startSqsAndS3 = () =>
    start((port, logsDir) => sqsAndS3Command({ port, logsDir, dataDir: folder }))
  const queue = (name: string) => `${clients.sqsEndpoint}/000000000000/${name}`
  const send = (MessageBody: string, DelaySeconds = 0) =>
    clients.sqs.send(
      new SendMessageCommand({ QueueUrl: queue('orders'), MessageBody, DelaySeconds }),
    )
  const receive = async () => {
    const { Messages = [] } = await clients.sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: queue('orders'),
        MaxNumberOfMessages: 10,
        MessageSystemAttributeNames: ['ApproximateReceiveCount'],
      }),
    )
    return Messages.map(({ Body, Attributes }) => [Body, Attributes?.ApproximateReceiveCount])
  }
  const attributes = async () => {
    const asked = { QueueUrl: queue('orders'), AttributeNames: ['All' as const] }
    return (await clients.sqs.send(new GetQueueAttributesCommand(asked))).Attributes
  }

  it(keptRules.queues.text, async () => {
    await startSqsAndS3()
    const Attributes = { VisibilityTimeout: '77', MessageRetentionPeriod: '1209600' }
    await clients.sqs.send(new CreateQueueCommand({ QueueName: 'orders', Attributes }))
    await send('in flight')
    await receive()
    await send('visible')
    await send('delayed', LONG_SECONDS)
    await clients.s3.send(new CreateBucketCommand({ Bucket: 'lake' }))
    await clients.s3.send(new PutObjectCommand({ Bucket: 'lake', Key: 'a/b', Body: 'record' }))
    await kill()

    await startSqsAndS3()

    expect(await attributes()).toMatchObject({
      ...Attributes,
      ApproximateNumberOfMessages: '1',
      ApproximateNumberOfMessagesNotVisible: '1',
      ApproximateNumberOfMessagesDelayed: '1',
    })
    expect(await receive()).toEqual([['visible', '1']])
    const { Body } = await clients.s3.send(new GetObjectCommand({ Bucket: 'lake', Key: 'a/b' }))
    expect(await Body?.transformToString()).toBe('record')
  })

  it(keptRules.inFlight.text, async () => {
    await startSqsAndS3()
    const Attributes = { VisibilityTimeout: String(LONG_SECONDS) }
    await clients.sqs.send(new CreateQueueCommand({ QueueName: 'orders', Attributes }))
    await send('in flight')
    await send('delayed', LONG_SECONDS)
    await receive()
    await kill()

    returnMessages(folder)
    await startSqsAndS3()

    expect(await receive()).toEqual([['in flight', '2']])
    expect(await attributes()).toMatchObject({ ApproximateNumberOfMessagesDelayed: '1' })
  })
})

describe('DynamoDB Local', () => {
  const startDynamoDb = async () => {
    const jdk = await findJdk(process.env)
    const shared = { jdk, enginesDir: ENGINES_DIR, dataDir: folder }
    await start((port, logsDir) => dynamoDbCommand({ ...shared, logsDir, port }))
  }
  const put = (pk: string) =>
    clients.dynamodb.send(new PutItemCommand({ TableName: 'orders', Item: { pk: { S: pk } } }))
  const readAfter = async (StreamArn: string, SequenceNumber: string) => {
    const { streams } = clients
    const { StreamDescription } = await streams.send(new DescribeStreamCommand({ StreamArn }))
    const [shard] = StreamDescription?.Shards ?? []
    const { ShardIterator } = await streams.send(
      new GetShardIteratorCommand({
        ...{ StreamArn, ShardId: shard?.ShardId, SequenceNumber },
        ShardIteratorType: 'AFTER_SEQUENCE_NUMBER',
      }),
    )
    const { Records = [] } = await streams.send(new GetRecordsCommand({ ShardIterator }))
    return Records.map(({ dynamodb }) => Number(dynamodb?.SequenceNumber))
  }

  it(keptRules.numbersGoOn.text, async () => {
    await startDynamoDb()
    const { TableDescription } = await clients.dynamodb.send(
      new CreateTableCommand({
        TableName: 'orders',
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
        StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
      }),
    )
    for (const pk of ['a', 'b', 'c']) await put(pk)
    await kill()
    letDaysPass()

    await startDynamoDb()
    await put('d')

    const stream = TableDescription?.LatestStreamArn ?? ''
    expect(await readAfter(stream, '000000000000000000003')).toEqual([4])
  })

  it('says that it did not start, when its data cannot be read', async () => {
    await mkdir(join(folder, 'dynamodb'))
    await writeFile(join(folder, 'dynamodb', 'shared-local-instance.db'), 'no database at all')

    await expect(startDynamoDb()).rejects.toThrow(
      /^DynamoDB did not start \(its data: .*not a database\): its log is .*dynamodb\.log$/,
    )
  })

  function letDaysPass(): void {
    const database = new DatabaseSync(join(folder, 'dynamodb', 'shared-local-instance.db'))
    database.exec(`UPDATE us SET CreationDateTime = CreationDateTime - ${THREE_DAYS_MS}`)
    database.close()
  }
})

it('nothing is edited where there is nothing yet', () => {
  returnMessages(folder)
  keepNewestRecord(folder, Date.now())
})
