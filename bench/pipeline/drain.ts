import type { Sink } from './progress.ts'
import type { BenchPipeline } from './start-bench-pipeline.ts'
import { turn } from './turn.ts'

/** Stops the Pipe, has changes written, and answers how long the sinks take to have them, ms. */
export async function drain(
  { pipe, progress }: BenchPipeline,
  options: {
    readonly sinks: readonly Sink[]
    readonly changes: number
    readonly write: () => Promise<void>
  },
): Promise<number> {
  await turn(pipe, 'stopped')
  await options.write()
  const before = progress.mark()
  const begun = performance.now()
  await turn(pipe, 'running')
  await progress.reached(options.sinks, options.changes, before)
  return performance.now() - begun
}
