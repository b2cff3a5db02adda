/**
 * What an outage of one sink costs: the index refuses every request for a minute in which 20,000
 * changes come, while lake and cache go on. Beside it the same number that waited in the same queue
 * because their mapping was stopped, and what the queue's delays take alone.
 */
import type { Suite } from '../harness/suite.ts'
import type { Row, Table } from '../harness/table.ts'
import type { PipelineUsage } from '../pipeline/process-usage.ts'
import { SINKS } from '../pipeline/progress.ts'
import { startBenchPipeline } from '../pipeline/start-bench-pipeline.ts'
import { type CatchUp, SHARES } from './catch-up.ts'
import { delaysAlone } from './delays-alone.ts'
import {
  drainQueue,
  OTHER_SINKS,
  type Outage,
  outlast,
  type Recovery,
  requireDocuments,
} from './measure.ts'

const CHANGES = 20_000
const OUTAGE_MS = 60_000
/** Who works while the index catches up. */
const WORKERS: readonly (keyof PipelineUsage)[] = ['runtime', 'functions', 'opensearch', 'sqsAndS3']

export const suite: Suite = {
  summary: 'an index that was away for 60 s, with 20,000 changes waiting when it is back',
  async run() {
    await using pipeline = await startBenchPipeline(SINKS)
    const calm = await drainQueue(pipeline, CHANGES)
    const outage = await outlast(pipeline, { changes: CHANGES, outageMs: OUTAGE_MS })
    await requireDocuments(pipeline, 2 * CHANGES)
    const both = { calm, outage }
    return [
      toCatchUpTable(both),
      {
        title: 'Catching up',
        unit: 'changes/s',
        better: 'higher',
        rows: toRows(both, 'index', ({ catchUp }) => CHANGES / (catchUp.at(-1) ?? Number.NaN)),
      },
      {
        title: 'The other sinks, behind the last write, while the index takes nothing',
        unit: 's',
        better: 'lower',
        rows: OTHER_SINKS.flatMap((sink, place) =>
          toRows(both, sink, ({ behindSeconds }) => behindSeconds[place] ?? Number.NaN),
        ),
      },
      {
        title: 'CPU of catching up',
        unit: 'us a change',
        better: 'lower',
        rows: WORKERS.flatMap((worker) =>
          toRows(both, worker, ({ usage: [before, after] }) => {
            return ((after[worker].cpuMs - before[worker].cpuMs) * 1_000) / CHANGES
          }),
        ),
      },
    ]
  },
}

interface Both {
  /** Nothing had failed. */
  readonly calm: Recovery
  readonly outage: Outage
}

function toRows({ calm, outage }: Both, name: string, of: (one: Recovery) => number): Row[] {
  const base = `${name}, mapping stopped`
  return [
    { name: base, values: [of(calm)] },
    { name: `${name}, outage`, values: [of(outage)], against: base },
  ]
}

function toCatchUpTable({ calm, outage }: Both): Table {
  const { writtenSeconds, behindSeconds, outageSeconds } = outage
  const arrivedSeconds = writtenSeconds + Math.min(...behindSeconds)
  const alone = delaysAlone({ changes: CHANGES, arrivedSeconds, outageSeconds })
  const rows = SHARES.flatMap((share, place): readonly Row[] => {
    const base = `${share}, outage, by the queue's delays alone`
    const at = (catchUp: CatchUp) => [catchUp[place] ?? Number.NaN]
    return [
      { name: `${share}, mapping stopped`, values: at(calm.catchUp) },
      { name: base, values: at(alone) },
      // The first is there at once, and then waits for its batch's window.
      { name: `${share}, outage`, values: at(outage.catchUp), ...(place > 0 && { against: base }) },
    ]
  })
  const count = CHANGES.toLocaleString('en')
  const title = `Of ${count} changes in the index, after ${outageSeconds.toFixed(0)} s without it`
  return { title, unit: 's', better: 'lower', rows }
}
