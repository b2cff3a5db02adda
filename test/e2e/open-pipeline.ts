import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { S3Client } from '@aws-sdk/client-s3'
import type { Signal } from '../../local/signals.ts'
import { type LocalOptions, type LocalPipeline, startLocal } from '../../local/start-local.ts'
import { freePorts } from '../support/free-ports.ts'

export const ROOT = join(import.meta.dirname, '..', '..')
export const ENGINES_DIR = join(ROOT, '.tailrace', 'engines')

/** A pipeline of a test's own: its engines, ports and state meet no other's. */
export interface TestPipeline extends AsyncDisposable {
  readonly pipeline: LocalPipeline
  readonly stateDir: string
  readonly dynamodb: DynamoDBClient
  readonly s3: S3Client
  readonly tableName: string
  readonly signals: readonly Signal[]
}

export type PipelineOptions = Partial<
  Pick<LocalOptions, 'metricClock' | 'templatePath' | 'onSignal'>
>

/** Starts one, of the packaged template that is given; else the stage is packaged. */
export async function openPipeline(options: PipelineOptions = {}): Promise<TestPipeline> {
  const stateDir = await mkdtemp(join(tmpdir(), 'tailrace-e2e-'))
  const signals: Signal[] = []
  const pipeline = await startLocal({
    stage: 'dev',
    stateDir,
    enginesDir: ENGINES_DIR,
    env: { ...process.env, ...(await freePorts()) },
    signal: new AbortController().signal,
    onSignal: (signal) => signals.push(signal),
    onStep: () => undefined,
    onNotice: () => undefined,
    ...options,
  })
  const { endpoints, resources, region } = pipeline.file
  const client = { region, credentials: { accessKeyId: 'local', secretAccessKey: 'local' } }
  const dynamodb = new DynamoDBClient({ ...client, endpoint: endpoints.dynamodb ?? '' })
  const s3 = new S3Client({ ...client, endpoint: endpoints.s3 ?? '', forcePathStyle: true })
  return {
    pipeline,
    stateDir,
    dynamodb,
    s3,
    tableName: resources.OrdersTable ?? '',
    signals,
    [Symbol.asyncDispose]: async () => {
      dynamodb.destroy()
      s3.destroy()
      await pipeline.stop()
      await rm(stateDir, { recursive: true, force: true })
    },
  }
}
