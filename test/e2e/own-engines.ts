import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { SQSClient } from '@aws-sdk/client-sqs'
import type { PackagedStack } from '../../infra/package-stack.ts'
import type { EngineEndpoints } from '../../local/engine-clients.ts'
import { startEngines } from '../../local/engines/start-engines.ts'
import { freePorts } from '../support/free-ports.ts'
import { packageOnce } from '../support/package-once.ts'
import { ENGINES_DIR } from './start-pipeline.ts'

/** Engines of a test file's own, since the index has one name, and the packaged stack. */
export interface OwnEngines extends AsyncDisposable {
  readonly endpoints: EngineEndpoints
  readonly packaged: PackagedStack
  readonly dynamodb: DynamoDBClient
  readonly sqs: SQSClient
}

export async function startOwnEngines(): Promise<OwnEngines> {
  const stateDir = await mkdtemp(join(tmpdir(), 'tailrace-engines-'))
  await using started = new AsyncDisposableStack()
  started.defer(() => rm(stateDir, { recursive: true, force: true }))
  const packaged = await packageOnce('dev')
  const engines = await startEngines({
    stateDir,
    enginesDir: ENGINES_DIR,
    env: { ...process.env, ...(await freePorts()) },
    onNotice: () => undefined,
    signal: new AbortController().signal,
  })
  started.defer(() => engines.stop())
  const { endpoints } = engines
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
  const client = { region: 'eu-west-1', credentials }
  const dynamodb = new DynamoDBClient({ ...client, endpoint: endpoints.dynamodb })
  const sqs = new SQSClient({ ...client, endpoint: endpoints.sqs })
  started.defer(() => {
    dynamodb.destroy()
    sqs.destroy()
  })
  const all = started.move()
  return { endpoints, packaged, dynamodb, sqs, [Symbol.asyncDispose]: () => all.disposeAsync() }
}
