import type { Sink } from '../pipeline/progress.ts'
import { type BenchPipeline, startBenchPipeline } from '../pipeline/start-bench-pipeline.ts'
import { startDynamoDbInMemory } from '../pipeline/start-dynamodb-in-memory.ts'
import { type MadeUpStream, startMadeUpStream } from './made-up-stream.ts'

/** A pipeline whose stream is fed faster than a table can be written. */
export interface FedPipeline extends AsyncDisposable {
  readonly pipeline: BenchPipeline
  readonly stream: MadeUpStream
}

export async function startFedPipeline(sinks: readonly Sink[]): Promise<FedPipeline> {
  await using started = new AsyncDisposableStack()
  const table = started.use(await startDynamoDbInMemory())
  const stream = started.use(await startMadeUpStream(table.url))
  const pipeline = started.use(await startBenchPipeline(sinks, { dynamodbUrl: stream.url }))
  const all = started.move()
  return { pipeline, stream, [Symbol.asyncDispose]: () => all.disposeAsync() }
}
