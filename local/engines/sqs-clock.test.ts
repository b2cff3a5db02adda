import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { connectSqs } from '../../test/builders/test-queue.ts'
import { eventually } from '../../test/support/eventually.ts'
import { type EngineCommand, type EngineProcess, startEngineProcess } from './engine-process.ts'
import { freePort } from './ports.ts'
import { sqsAndS3Command } from './sqs-and-s3.ts'

let folder: string
let command: EngineCommand
let engine: EngineProcess
let sqs: SQSClient

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tailrace-sqs-clock-'))
  await mkdir(join(folder, 'logs'))
  const port = await freePort()
  const paths = { logsDir: join(folder, 'logs'), dataDir: join(folder, 'data') }
  command = await sqsAndS3Command({ ...paths, port })
  engine = await startEngineProcess(command, new AbortController().signal)
  sqs = connectSqs(`http://127.0.0.1:${port}`)
})
afterAll(async () => {
  sqs.destroy()
  await engine.stop()
  await rm(folder, { recursive: true, force: true, maxRetries: 10 })
})

it('has a delay, a visibility timeout and a back-off behind it when its clock is moved, by whole ms only', async () => {
  const created = await sqs.send(
    new CreateQueueCommand({ QueueName: 'q', Attributes: { VisibilityTimeout: '600' } }),
  )
  const { QueueUrl = '' } = created
  const receive = async () => {
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl }))
    return Messages[0]
  }
  const receiveSoon = () =>
    eventually(async () => {
      const message = await receive()
      expect(message).toBeDefined()
      return message
    })
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'late', DelaySeconds: 900 }))
  expect(await receive()).toBeUndefined()

  engine.tell('clock 901000')
  engine.tell('clock 901000.5')
  await receiveSoon()
  expect(await receive()).toBeUndefined()

  engine.tell('clock 1502000')
  const again = await receiveSoon()
  await sqs.send(
    new ChangeMessageVisibilityCommand({
      ...{ QueueUrl, ReceiptHandle: again?.ReceiptHandle, VisibilityTimeout: 43_200 },
    }),
  )
  expect(await receive()).toBeUndefined()

  engine.tell('clock 44703000')
  expect((await receiveSoon())?.Body).toBe('late')
})

it('shows the time of its first line from its first answer on', async () => {
  await engine.stop()
  const told = { ...command, firstLine: 'clock 900000' }
  engine = await startEngineProcess(told, new AbortController().signal)
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'told' }))
  const sentAt = Date.now()
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'ahead' }))

  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({ QueueUrl, MessageSystemAttributeNames: ['SentTimestamp'] }),
  )

  expect(Number(Messages[0]?.Attributes?.SentTimestamp) - sentAt).toBeGreaterThanOrEqual(900_000)
})
