import { setTimeout as sleep } from 'node:timers/promises'
import { createQueueReader } from '../../cli/up/queue-depths.ts'
import { definitions } from '../../entities/index.ts'
import { type PipelineUsage, readUsage } from '../pipeline/process-usage.ts'
import { SINKS } from '../pipeline/progress.ts'
import type { BenchPipeline } from '../pipeline/start-bench-pipeline.ts'
import { turn } from '../pipeline/turn.ts'
import { writeOrders } from '../pipeline/write-orders.ts'
import { type CatchUp, followCatchUp } from './catch-up.ts'

const LOOK_MS = 50
/** A bound on hanging. */
const HOLDS_MS_MAX = 120_000
/** Those that go on while the index does not. */
export const OTHER_SINKS = SINKS.filter((sink) => sink !== 'search')

/** Changes that came while the index took none, and were worked off. */
export interface Recovery {
  readonly catchUp: CatchUp
  readonly writtenSeconds: number
  /** Of `OTHER_SINKS`: how long after the last write it had taken everything. */
  readonly behindSeconds: readonly number[]
  /** Before and after the catch-up. */
  readonly usage: readonly [PipelineUsage, PipelineUsage]
}

/** The changes wait because the mapping stands still: nothing has failed, and nothing is put off. */
export async function drainQueue(pipeline: BenchPipeline, changes: number): Promise<Recovery> {
  await turn(pipeline.searchMapping, 'stopped')
  const written = await writeForOthers(pipeline, { changes, prefix: 'calm' })
  return workOff(pipeline, written, () => turn(pipeline.searchMapping, 'running'))
}

export interface Outage extends Recovery {
  readonly outageSeconds: number
}

/**
 * The changes come while the index refuses every request: each is tried, and put off, and again.
 *
 * @param options.outageMs longer where the machine takes longer to bring the changes.
 */
export async function outlast(
  pipeline: BenchPipeline,
  { changes, outageMs }: { readonly changes: number; readonly outageMs: number },
): Promise<Outage> {
  const { chaos } = pipeline.local
  const over = sleep(outageMs)
  const begun = performance.now()
  chaos.set({ search: { error: 1 } }, 0)
  const written = await writeForOthers(pipeline, { changes, prefix: 'outage' })
  await over
  let ended = begun
  const recovery = await workOff(pipeline, written, async () => {
    ended = performance.now()
    chaos.set({}, 0)
  })
  return { ...recovery, outageSeconds: (ended - begun) / 1_000 }
}

/** @throws Error when a search finds more orders than were written, or fewer. */
export async function requireDocuments({ local }: BenchPipeline, written: number): Promise<void> {
  const alias = definitions.find(({ name }) => name === 'order')?.search.index
  const url = `${local.file.endpoints.opensearch}/${alias}`
  await fetch(`${url}/_refresh`, { method: 'POST' })
  const { count } = (await (await fetch(`${url}/_count`)).json()) as { count: number }
  if (count !== written) throw new Error(`The index holds ${count} of ${written} orders.`)
}

interface Written extends Pick<Recovery, 'writtenSeconds' | 'behindSeconds'> {
  readonly changes: number
}

async function writeForOthers(
  pipeline: BenchPipeline,
  { changes, prefix }: { readonly changes: number; readonly prefix: string },
): Promise<Written> {
  const { progress } = pipeline
  const before = progress.mark()
  const begun = performance.now()
  await writeOrders(pipeline, changes, { prefix })
  const ended = performance.now()
  const behind = OTHER_SINKS.map(async (sink) => {
    await progress.reached([sink], changes, before)
    return (performance.now() - ended) / 1_000
  })
  return {
    changes,
    writtenSeconds: (ended - begun) / 1_000,
    behindSeconds: await Promise.all(behind),
  }
}

/** Has the index take them again, once all of them are in its queue. */
async function workOff(
  pipeline: BenchPipeline,
  { changes, ...written }: Written,
  begin: () => Promise<void>,
): Promise<Recovery> {
  await queueHolds(pipeline, changes)
  const before = await readUsage(pipeline)
  const following = followCatchUp(pipeline, changes)
  await begin()
  const catchUp = await following
  return { ...written, catchUp, usage: [before, await readUsage(pipeline)] }
}

async function queueHolds({ local }: BenchPipeline, changes: number): Promise<void> {
  const { endpoints, region, resources } = local.file
  const queues = { search: resources.SearchQueue ?? '' }
  const reader = createQueueReader({ endpoint: endpoints.sqs ?? '', region, queues })
  const until = performance.now() + HOLDS_MS_MAX
  try {
    for (;;) {
      const held = (await reader.read()).get('search') ?? 0
      if (held === changes) return
      if (held > changes || performance.now() > until) {
        throw new Error(`The search queue holds ${held} of ${changes} changes.`)
      }
      await sleep(LOOK_MS)
    }
  } finally {
    reader.close()
  }
}
