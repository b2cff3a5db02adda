import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEngineProcess } from '../../local/engines/engine-process.ts'
import { dynamoDbCommand } from '../../local/engines/java-engine.ts'
import { findJdk } from '../../local/engines/jdk.ts'
import { freePort } from '../../local/engines/ports.ts'
import type { Sink } from '../pipeline/progress.ts'
import { type BenchPipeline, startBenchPipeline } from '../pipeline/start-bench-pipeline.ts'
import { type MadeUpStream, startMadeUpStream } from './made-up-stream.ts'

const ENGINES_DIR = join(import.meta.dirname, '..', '..', '.tailrace', 'engines')

/** A pipeline whose stream is fed faster than a table can be written. */
export interface FedPipeline extends AsyncDisposable {
  readonly pipeline: BenchPipeline
  readonly stream: MadeUpStream
}

export async function startFedPipeline(sinks: readonly Sink[]): Promise<FedPipeline> {
  await using started = new AsyncDisposableStack()
  const folder = await mkdtemp(join(tmpdir(), 'tailrace-fed-'))
  started.defer(() => rm(folder, { recursive: true, force: true }))
  const port = await freePort()
  const { signal } = new AbortController()
  const engine = await startEngineProcess(
    await dynamoDbCommand({
      ...{ jdk: await findJdk(process.env), enginesDir: ENGINES_DIR, port },
      ...{ logsDir: folder, dataDir: folder },
    }),
    signal,
  )
  started.defer(() => engine.stop())
  const stream = started.use(await startMadeUpStream(`http://127.0.0.1:${port}`))
  const pipeline = started.use(await startBenchPipeline(sinks, { DYNAMODB_URL: stream.url }))
  const all = started.move()
  return { pipeline, stream, [Symbol.asyncDispose]: () => all.disposeAsync() }
}
