import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { CreateTableCommand, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb'
import {
  DescribeStreamCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
} from '@aws-sdk/client-dynamodb-streams'
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs'
import { Redis } from 'iovalkey'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventually } from '../../test/support/eventually.ts'
import { freePorts } from '../../test/support/free-ports.ts'
import { processesNaming } from '../../test/support/processes-naming.ts'
import { createEngineClients, type EngineClients } from '../engine-clients.ts'
import { keptRules } from '../kept/rules.ts'
import type { SignalBody } from '../signals.ts'
import { engineRules } from './rules.ts'
import { type Engines, startEngines } from './start-engines.ts'

const ENGINES_DIR = join(import.meta.dirname, '..', '..', '.tailrace', 'engines')
/** Of engines that start again beside other tests on the same cores. */
const BACK_WITHIN_MS = 60_000
const KILLED_AFTER_WRITES = 30
const THREE_DAYS_MS = 3 * 86_400_000
const KEY = [{ AttributeName: 'pk', KeyType: 'HASH' as const }]

let stateDir: string
let engines: Engines
let clients: EngineClients
let redis: Redis
let stream: string
const signals: SignalBody[] = []

beforeAll(async () => {
  stateDir = await mkdtemp(join(tmpdir(), 'tailrace-engines-'))
  await mkdir(join(stateDir, 'data', 's3', 'buckets', 'of-the-last-run'), { recursive: true })
  await writeFile(join(stateDir, 'data', 's3', 'buckets', 'of-the-last-run', '.bucket.json'), 'x')
  await mkdir(join(stateDir, 'kept', 'data'), { recursive: true })
  await writeFile(join(stateDir, 'kept', 'data', 'kept'), 'x')
  engines = await startEngines({
    stateDir,
    enginesDir: ENGINES_DIR,
    env: { ...process.env, ...(await freePorts()) },
    onNotice: () => undefined,
    signal: new AbortController().signal,
    emit: (signal) => signals.push(signal),
  })
  clients = createEngineClients(engines.endpoints)
  redis = new Redis(engines.endpoints.redis, { maxRetriesPerRequest: 0 })
  // What fails is told by the command that failed.
  redis.on('error', () => undefined)
  stream = await createTable()
})
afterAll(async () => {
  clients.destroy()
  redis.disconnect()
  await engines.stop()
  await rm(stateDir, { recursive: true, force: true, maxRetries: 10 })
})

describe('the engines, each killed while it is written to', () => {
  let before: ReturnType<Engines['processes']>
  let items: string[]
  let documents: string[]
  let messages: string[]
  let entries: string[]

  beforeAll(async () => {
    await clients.sqs.send(new CreateQueueCommand({ QueueName: 'orders' }))
    await clients.s3.send(new CreateBucketCommand({ Bucket: 'parked' }))
    await createIndex()
    await send('received')
    await receive()
    await clients.s3.send(new PutObjectCommand({ Bucket: 'parked', Key: 'a/b', Body: 'record' }))
    before = engines.processes()
    ;[items, documents, messages, entries] = await Promise.all([
      writeUntilKilled('dynamodb', (id) => put(id)),
      writeUntilKilled('opensearch', (id) => index(id)),
      writeUntilKilled('sqsAndS3', (id) => send(id)),
      writeUntilKilled('redis', (id) => redis.set(id, 'value')),
    ])
    await eventually(() => {
      const away = Object.keys(before).filter((name) => !isTold('engine.up', name))
      expect(away).toEqual([])
    }, BACK_WITHIN_MS)
  }, 2 * BACK_WITHIN_MS)

  it(engineRules.comesBack.text, () => {
    const after = engines.processes()

    for (const [name, { pid, port }] of Object.entries(before)) {
      expect(after[name]).toMatchObject({ port })
      expect(after[name]?.pid).not.toBe(pid)
      expect(signals).toContainEqual({
        type: 'engine.down',
        engine: name,
        reason: 'signal SIGKILL',
      })
    }
  })

  it(engineRules.keepsTable.text, async () => {
    const { Items = [] } = await clients.dynamodb.send(new ScanCommand({ TableName: 'orders' }))
    expect(Items.map(({ pk }) => pk?.S)).toEqual(expect.arrayContaining(items))

    await put('after')
    const numbers = await readSequenceNumbers()

    expect(numbers.length).toBeGreaterThan(items.length)
    expect(numbers.map(Number)).toEqual(numbers.map((_, place) => place + 1))
  })

  it(engineRules.numbersGoOn.text, async () => {
    await put('the newest')
    const newest = (await readSequenceNumbers()).at(-1) ?? ''
    letDaysPass()
    const ups = countTold('engine.up', 'dynamodb')
    killEngine('dynamodb')
    await eventually(() => expect(countTold('engine.up', 'dynamodb')).toBe(ups + 1), BACK_WITHIN_MS)

    await put('after days')

    const numbers = await readSequenceNumbers()
    expect(numbers.map(Number)).toEqual([Number(newest), Number(newest) + 1])
  })

  it(engineRules.keepsIndex.text, async () => {
    const settings = `${engines.endpoints.opensearch}/orders/_settings?include_defaults`

    expect(await (await fetch(settings)).text()).toContain('"durability":"REQUEST"')
    for (const id of documents) {
      const stale = await index(id, 1).catch((error: Error) => error.message)
      expect(stale, id).toBe('status 409')
    }
  })

  it(engineRules.keepsMessages.text, async () => {
    const bodies = new Set<string | undefined>()
    while (bodies.size < messages.length) {
      const received = await receive()
      expect(received).not.toEqual([])
      for (const { Body } of received) bodies.add(Body)
    }
    const { Body } = await clients.s3.send(new GetObjectCommand({ Bucket: 'parked', Key: 'a/b' }))

    expect([...bodies]).toEqual(expect.arrayContaining(messages))
    // It was received before and is hidden still.
    expect(bodies).not.toContain('received')
    expect(await Body?.transformToString()).toBe('record')
  })

  it(engineRules.keepsCache.text, async () => {
    const values = await redis.mget(entries)

    expect(values).toEqual(entries.map(() => 'value'))
  })

  it(engineRules.givesBackAtOnce.text, async () => {
    await send('given back')
    const [first] = await receiveCounted()
    const QueueUrl = queueUrl()
    const { ReceiptHandle } = first ?? {}
    const giveBack = { QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }

    await clients.sqs.send(new ChangeMessageVisibilityCommand(giveBack))

    const [again] = await receiveCounted()
    expect(again).toMatchObject({
      Body: 'given back',
      Attributes: { ApproximateReceiveCount: '2' },
    })
  })

  it(engineRules.startsEmpty.text, async () => {
    await expect(
      clients.s3.send(new PutObjectCommand({ Bucket: 'of-the-last-run', Key: 'k', Body: 'x' })),
    ).rejects.toThrow(/NoSuchBucket|does not exist/)
  })

  it(keptRules.apart.text, async () => {
    expect(await readdir(join(stateDir, 'kept', 'data'))).toEqual(['kept'])
  })
})

// The last one: it stops the engines that the others use.
it(engineRules.stopsRestart.text, async () => {
  const first = engines.processes().opensearch?.pid
  const ups = countTold('engine.up', 'opensearch')
  killEngine('opensearch')
  await eventually(() =>
    expect(openSearchProcesses().filter((pid) => pid !== first)).toHaveLength(1),
  )

  await engines.stop()

  expect(processesNaming(stateDir)).toEqual([])
  expect(countTold('engine.up', 'opensearch')).toBe(ups)
})

function openSearchProcesses(): number[] {
  const lines = processesNaming(stateDir).filter((line) => line.includes('OpenSearchEngine'))
  return lines.map((line) => Number.parseInt(line, 10))
}

/** Writes one after another and kills the engine meanwhile, until it is known to be dead. @returns what was acknowledged. */
async function writeUntilKilled(
  name: string,
  write: (id: string) => Promise<unknown>,
): Promise<string[]> {
  const acknowledged: string[] = []
  for (let written = 0; !isTold('engine.down', name); written++) {
    const id = `${name}-${written}`
    const writing = write(id)
    if (written === KILLED_AFTER_WRITES) killEngine(name)
    try {
      await writing
      acknowledged.push(id)
    } catch (error) {
      if (written < KILLED_AFTER_WRITES) throw error
    }
  }
  return acknowledged
}

function killEngine(name: string): void {
  process.kill(Number(engines.processes()[name]?.pid), 'SIGKILL')
}

function isTold(type: 'engine.down' | 'engine.up', engine: string): boolean {
  return countTold(type, engine) > 0
}

function countTold(type: 'engine.down' | 'engine.up', engine: string): number {
  return signals.filter((signal) => signal.type === type && signal.engine === engine).length
}

/** For the engine: all that it has recorded is days old. */
function letDaysPass(): void {
  const path = join(stateDir, 'data', 'dynamodb', 'shared-local-instance.db')
  const database = new DatabaseSync(path, { timeout: 5_000 })
  database.exec(`UPDATE us SET CreationDateTime = CreationDateTime - ${THREE_DAYS_MS}`)
  database.close()
}

async function createTable(): Promise<string> {
  const { TableDescription } = await clients.dynamodb.send(
    new CreateTableCommand({
      TableName: 'orders',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      KeySchema: KEY,
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
    }),
  )
  return TableDescription?.LatestStreamArn ?? ''
}

async function put(id: string): Promise<void> {
  await clients.dynamodb.send(new PutItemCommand({ TableName: 'orders', Item: { pk: { S: id } } }))
}

/** Of the stream by the ARN, and so the label, that it had at first. */
async function readSequenceNumbers(): Promise<string[]> {
  const { streams } = clients
  const described = await streams.send(new DescribeStreamCommand({ StreamArn: stream }))
  const { ShardIterator } = await streams.send(
    new GetShardIteratorCommand({
      StreamArn: stream,
      ShardId: described.StreamDescription?.Shards?.[0]?.ShardId,
      ShardIteratorType: 'TRIM_HORIZON',
    }),
  )
  const { Records = [] } = await streams.send(new GetRecordsCommand({ ShardIterator }))
  return Records.map(({ dynamodb }) => dynamodb?.SequenceNumber ?? '')
}

async function createIndex(): Promise<void> {
  const settings = { number_of_shards: 1, number_of_replicas: 0 }
  await request('PUT', '/orders', { settings })
}

/** Of an external version, so that what was lost shows as a write that is accepted again. */
async function index(id: string, version = 2): Promise<void> {
  await request('PUT', `/orders/_doc/${id}?version=${version}&version_type=external`, { id })
}

async function request(method: string, path: string, body: object): Promise<void> {
  const response = await fetch(`${engines.endpoints.opensearch}${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  await response.arrayBuffer()
  if (!response.ok) throw new Error(`status ${response.status}`)
}

function queueUrl(): string {
  return `${clients.sqsEndpoint}/000000000000/orders`
}

async function send(body: string): Promise<void> {
  await clients.sqs.send(new SendMessageCommand({ QueueUrl: queueUrl(), MessageBody: body }))
}

async function receive(): Promise<Message[]> {
  const { Messages = [] } = await clients.sqs.send(
    new ReceiveMessageCommand({
      QueueUrl: queueUrl(),
      MaxNumberOfMessages: 10,
      VisibilityTimeout: 600,
    }),
  )
  return Messages
}

async function receiveCounted(): Promise<Message[]> {
  const { Messages = [] } = await clients.sqs.send(
    new ReceiveMessageCommand({
      QueueUrl: queueUrl(),
      MessageSystemAttributeNames: ['ApproximateReceiveCount'],
    }),
  )
  return Messages
}
