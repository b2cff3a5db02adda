import type { Switch } from '../../shared/switch/switch.ts'
import { SINKS, type Sink } from './progress.ts'
import type { BenchPipeline } from './start-bench-pipeline.ts'

/** Stops the Pipe, has changes written, and answers how long the sinks take to have them, ms. */
export async function drain(
  { pipe, progress }: BenchPipeline,
  options: {
    readonly sinks: readonly Sink[]
    readonly changes: number
    readonly write: () => Promise<void>
  },
): Promise<number> {
  await change(pipe, 'stopped')
  await options.write()
  const before = Math.max(...SINKS.map((sink) => progress.taken(sink)))
  const begun = performance.now()
  await change(pipe, 'running')
  await progress.reached(options.sinks, before + options.changes)
  return performance.now() - begun
}

async function change(pipe: Switch, to: 'stopped' | 'running'): Promise<void> {
  await (to === 'stopped' ? pipe.stop() : pipe.start())
  while ((await pipe.status()).state !== to) {
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
