import { randomBytes } from 'node:crypto'
import {
  CreateBucketCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3'
import {
  ChangeMessageVisibilityBatchCommand,
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs'
import { afterEach, beforeEach, describe, expect, inject, it, vi } from 'vitest'
import { createSqsClient } from '../../shared/adapters/sqs-client.ts'
import { uniqueName } from '../../test/builders/unique-name.ts'
import { createEngineClients, type EngineClients } from '../engine-clients.ts'
import { policyRules } from '../policies/rules.ts'
import { startTestGateway, type TestGateway, USER } from './a-gateway.ts'
import { byGateway } from './by-gateway.ts'

const engines = inject('engines')

let operator: EngineClients
let gateway: TestGateway
let sqs: SQSClient
let s3: S3Client
let queueName: string
let queueArn: string
/** As functions have it: with the gateway's host. */
let queueUrl: string
let bucket: string

beforeEach(async () => {
  operator = createEngineClients(engines)
  const { sqs: sqsUrl, s3: s3Url, dynamodb } = engines
  gateway = await startTestGateway({ sqs: sqsUrl, s3: s3Url, dynamodb })
  sqs = new SQSClient(gateway.client)
  s3 = new S3Client(gateway.client)
  queueName = uniqueName('gateway')
  queueArn = `arn:aws:sqs:eu-west-1:000000000000:${queueName}`
  queueUrl = `${gateway.url}/000000000000/${queueName}`
  bucket = uniqueName('gateway')
  await operator.sqs.send(new CreateQueueCommand({ QueueName: queueName }))
  await operator.s3.send(new CreateBucketCommand({ Bucket: bucket }))
})

afterEach(async () => {
  vi.unstubAllEnvs()
  for (const client of [operator, sqs, s3]) client.destroy()
  await gateway[Symbol.asyncDispose]()
})

const enginesUrl = () => `${operator.sqsEndpoint}/000000000000/${queueName}`

async function messagesInQueue(): Promise<readonly (string | undefined)[]> {
  const receive = new ReceiveMessageCommand({ QueueUrl: enginesUrl(), MaxNumberOfMessages: 10 })
  const { Messages = [] } = await operator.sqs.send(receive)
  return Messages.map(({ Body }) => Body)
}

const send = () => sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: 'Grüße' }))
const put = (Key: string, Body: string | Buffer) =>
  s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body }))
const get = (Key: string) => s3.send(new GetObjectCommand({ Bucket: bucket, Key }))

describe('gateway', () => {
  it(policyRules.functionsByTheirRole.text, async () => {
    await send()
    await put('parked/ä b/1.json', '{}')
    const object = await get('parked/ä b/1.json')

    expect(await messagesInQueue()).toEqual(['Grüße'])
    expect(await object.Body?.transformToString()).toBe('{}')
    expect(gateway.asked).toEqual([
      { action: 'sqs:SendMessage', resource: queueArn },
      { action: 's3:PutObject', resource: `arn:aws:s3:::${bucket}/parked/ä b/1.json` },
      { action: 's3:GetObject', resource: `arn:aws:s3:::${bucket}/parked/ä b/1.json` },
    ])
  })

  it('hands on nothing that is denied', async () => {
    gateway.denied.set('sqs:SendMessage', { explicit: false })
    gateway.denied.set('s3:PutObject', { explicit: false })

    await expect(send()).rejects.toThrow()
    await expect(put('a', 'b')).rejects.toThrow()

    const { KeyCount } = await operator.s3.send(new ListObjectsV2Command({ Bucket: bucket }))
    expect(KeyCount).toBe(0)
    expect(await messagesInQueue()).toEqual([])
  })

  it(policyRules.batchActions.text, async () => {
    const Entries = [
      { Id: '1', MessageBody: 'a' },
      { Id: '2', MessageBody: 'b' },
    ]
    await sqs.send(new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries }))
    const receive = new ReceiveMessageCommand({ QueueUrl: queueUrl, MaxNumberOfMessages: 10 })
    const { Messages: [message] = [] } = await sqs.send(receive)
    const entry = { Id: '1', ReceiptHandle: message?.ReceiptHandle }
    const delay = { QueueUrl: queueUrl, Entries: [{ ...entry, VisibilityTimeout: 5 }] }
    await sqs.send(new ChangeMessageVisibilityBatchCommand(delay))
    await sqs.send(new DeleteMessageBatchCommand({ QueueUrl: queueUrl, Entries: [entry] }))

    expect(gateway.asked.map(({ action }) => action)).toEqual([
      'sqs:SendMessage',
      'sqs:ReceiveMessage',
      'sqs:ChangeMessageVisibility',
      'sqs:DeleteMessage',
    ])
    expect(new Set(gateway.asked.map(({ resource }) => resource))).toEqual(new Set([queueArn]))
  })

  it(policyRules.operatorsAreFree.text, async () => {
    gateway.denied.set('sqs:SendMessage', { explicit: false })
    const message = { QueueUrl: enginesUrl(), MessageBody: 'by hand' }

    await operator.sqs.send(new SendMessageCommand(message))

    expect(await messagesInQueue()).toEqual(['by hand'])
    expect(gateway.asked).toEqual([])
  })

  describe(policyRules.deniedAsTheServiceSays.text, () => {
    it('SQS, in the words of both its protocols', async () => {
      gateway.denied.set('sqs:SendMessage', { explicit: false })

      await expect(send()).rejects.toMatchObject({
        name: 'AccessDenied',
        message: `User: ${USER} is not authorized to perform: sqs:sendmessage on resource: ${queueArn} because no policy allows the sqs:sendmessage action`,
        $metadata: { httpStatusCode: 403 },
      })
    })

    it('S3', async () => {
      gateway.denied.set('s3:PutObject', { explicit: true })

      await expect(put('a<b', 'x')).rejects.toMatchObject({
        name: 'AccessDenied',
        message: `User: ${USER} is not authorized to perform: s3:PutObject on resource: arn:aws:s3:::${bucket}/a<b with an explicit deny`,
        $metadata: { httpStatusCode: 403 },
      })
    })
  })

  it(policyRules.missingObjects.text, async () => {
    await expect(get('none')).rejects.toMatchObject({ name: 'NoSuchKey' })

    gateway.denied.set('s3:ListBucket', { explicit: false })
    const head = () => s3.send(new HeadObjectCommand({ Bucket: bucket, Key: 'none' }))

    await expect(get('none')).rejects.toMatchObject({ name: 'AccessDenied' })
    await expect(head()).rejects.toMatchObject({ $metadata: { httpStatusCode: 403 } })
  })

  it('streams a large object both ways', async () => {
    const bytes = randomBytes(10 * 1024 * 1024)

    await put('large', bytes)
    const { Body } = await get('large')

    expect(bytes.equals((await Body?.transformToByteArray()) ?? Buffer.alloc(0))).toBe(true)
  })

  it('answers a large upload that is denied', async () => {
    gateway.denied.set('s3:PutObject', { explicit: false })

    await expect(put('large', randomBytes(8 * 1024 * 1024))).rejects.toMatchObject({
      name: 'AccessDenied',
    })
  })

  it('takes calls of a client that goes to the host of the queue’s URL', async () => {
    vi.stubEnv('AWS_ENDPOINT_URL', gateway.url)
    vi.stubEnv('AWS_REGION', 'eu-west-1')
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'Function1')
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'local')
    const { URL: QueueUrl = '' } = byGateway(
      { URL: enginesUrl() },
      { sqs: operator.sqsEndpoint, gateway: gateway.url },
    )
    const client = createSqsClient()

    await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'x' }))
    client.destroy()

    expect(gateway.asked).toEqual([{ action: 'sqs:SendMessage', resource: queueArn }])
    expect(await messagesInQueue()).toEqual(['x'])
  })
})
