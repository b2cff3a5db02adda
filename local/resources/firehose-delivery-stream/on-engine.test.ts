import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { FirehoseClient, PutRecordBatchCommand } from '@aws-sdk/client-firehose'
import { GetObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3'
import { afterEach, beforeEach, describe, expect, inject, it, vi } from 'vitest'
import { uniqueName } from '../../../test/builders/unique-name.ts'
import { createEngineClients, type EngineClients } from '../../engine-clients.ts'
import { type Runtime, type RuntimeOptions, startRuntime } from '../../runtime.ts'
import type { Signal } from '../../signals.ts'
import { aDestination } from './a-delivery-stream.ts'

/** Longer than the test: only a stop delivers. */
const NEVER_MS = 10 * 60_000
const WAIT = { timeout: 20_000, interval: 50 }

let dir: string
let clients: EngineClients
let runtime: Runtime | undefined
let signals: Signal[]

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tailrace-firehose-'))
  clients = createEngineClients(inject('engines'))
  signals = []
})

afterEach(async () => {
  await runtime?.stop()
  runtime = undefined
  clients.destroy()
  await rm(dir, { recursive: true, force: true })
})

function aTemplate() {
  const arnOf = (logicalId: string) => ({ 'Fn::GetAtt': [logicalId, 'Arn'] })
  const write = {
    Effect: 'Allow',
    Action: 's3:PutObject',
    Resource: { 'Fn::Join': ['', [arnOf('Bucket'), '/lake/*']] },
  }
  return {
    Resources: {
      Bucket: { Type: 'AWS::S3::Bucket' },
      Role: {
        Type: 'AWS::IAM::Role',
        Properties: {
          AssumeRolePolicyDocument: {
            Statement: {
              Effect: 'Allow',
              Action: 'sts:AssumeRole',
              Principal: { Service: 'firehose.amazonaws.com' },
            },
          },
          Policies: [
            {
              PolicyName: 'own',
              PolicyDocument: { Version: '2012-10-17', Statement: [write] },
            },
          ],
        },
      },
      Stream: {
        Type: 'AWS::KinesisFirehose::DeliveryStream',
        Properties: {
          ExtendedS3DestinationConfiguration: aDestination({
            BucketARN: arnOf('Bucket'),
            RoleARN: arnOf('Role'),
          }),
        },
      },
    },
  }
}

async function start(options: Partial<RuntimeOptions>): Promise<Runtime> {
  const templatePath = join(dir, 'template.json')
  await writeFile(templatePath, JSON.stringify(aTemplate()))
  runtime = await startRuntime({
    templatePath,
    parameters: {},
    endpoints: inject('engines'),
    logsDir: dir,
    stackName: uniqueName('firehose'),
    onSignal: (signal) => signals.push(signal),
    ...options,
  })
  return runtime
}

async function put({ endpoints, resources }: Runtime, ...texts: readonly string[]) {
  const firehose = new FirehoseClient({
    endpoint: endpoints.firehose,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'operator', secretAccessKey: 'local' },
    maxAttempts: 1,
  })
  const Records = texts.map((text) => ({ Data: Buffer.from(`${text}\n`) }))
  try {
    return await firehose.send(
      new PutRecordBatchCommand({ DeliveryStreamName: resources.Stream, Records }),
    )
  } finally {
    firehose.destroy()
  }
}

/** Content of the bucket's objects by folder. */
async function readBucket({ resources }: Runtime): Promise<Record<string, string>> {
  const Bucket = resources.Bucket
  const { Contents = [] } = await clients.s3.send(new ListObjectsV2Command({ Bucket }))
  const read = Contents.map(async ({ Key = '' }) => {
    const { Body } = await clients.s3.send(new GetObjectCommand({ Bucket, Key }))
    const bytes = await Body?.transformToByteArray()
    return [Key.slice(0, Key.lastIndexOf('/')), String(gunzipSync(bytes ?? ''))] as const
  })
  return Object.fromEntries(await Promise.all(read))
}

describe('a delivery stream on the object store', () => {
  it('has in the bucket what was put, soon and by day', async () => {
    const running = await start({})
    const late = '{"entity":"order","time":"2026-11-20T23:59:59Z"}'
    const early = '{"entity":"order","time":"2026-11-21T00:00:00Z"}'

    await put(running, late, early, late)
    await vi.waitFor(() => expect(signals).toHaveLength(2), WAIT)

    expect(await readBucket(running)).toEqual({
      'lake/order/dt=2026-11-20': `${late}\n${late}\n`,
      'lake/order/dt=2026-11-21': `${early}\n`,
    })
    expect(signals.map(({ type }) => type)).toEqual(['records.delivered', 'records.delivered'])
  })

  it('has it after a stop at the latest', async () => {
    const running = await start({ flushMs: NEVER_MS })
    const record = '{"entity":"order","time":"2026-11-21T00:00:00Z"}'
    await put(running, record)

    await running.stop()

    expect(await readBucket(running)).toEqual({ 'lake/order/dt=2026-11-21': `${record}\n` })
  })

  it('refuses records on purpose', async () => {
    const running = await start({})
    running.chaos.set({ firehose: { refuse: 1 } }, 1)

    const { FailedPutCount } = await put(running, '{}')

    expect(FailedPutCount).toBe(1)
  })
})
