/**
 * What the runtime holds on to: its memory at rest, and after as many as 200,000 changes have gone
 * through into the index, each of another item. The most that it took on the way stands above the tables.
 */
import type { Suite } from '../harness/suite.ts'
import type { Row, Table } from '../harness/table.ts'
import { type PipelineUsage, readUsage } from '../pipeline/process-usage.ts'
import type { Sink } from '../pipeline/progress.ts'
import { settledHeapMib } from './settled-heap.ts'
import { startFedPipeline } from './start-fed-pipeline.ts'

/** Into the index alone: with three sinks it would take half of all benchmarks' time. */
const SINKS: readonly Sink[] = ['search']
const COUNTS = [0, 50_000, 100_000, 200_000] as const
/** What has been done is done: four times as many changes leave no more behind. */
const GOAL = 1.1
const PARTS: readonly (keyof PipelineUsage)[] = [
  ...(['runtime', 'functions', 'opensearch', 'sqsAndS3'] as const),
]

/** When so many changes were through. */
interface Measured {
  readonly changes: number
  readonly heapMib: number
  readonly usage: PipelineUsage
}

export const suite: Suite = {
  summary: 'what the runtime holds at rest, and after 200,000 changes',
  async run() {
    await using fed = await startFedPipeline(SINKS)
    const { progress } = fed.pipeline
    const atRest = progress.mark()
    const measured: Measured[] = []
    for (const changes of COUNTS) {
      fed.stream.growTo(changes)
      await progress.reached(SINKS, changes, atRest)
      const heapMib = await settledHeapMib()
      measured.push({ changes, heapMib, usage: await readUsage(fed.pipeline) })
    }
    return [toHeapTable(measured), toResidentTable(measured)]
  },
}

function toHeapTable(measured: readonly Measured[]): Table {
  const [rest, warm, ...others] = measured.map(({ changes, heapMib }) => ({
    name: toName(changes),
    values: [heapMib],
  }))
  if (rest === undefined || warm === undefined) throw new Error('Two measurements are needed.')
  return {
    title: "The runtime's heap, after a collection",
    unit: 'MiB',
    better: 'lower',
    rows: [
      rest,
      { ...warm, against: rest.name },
      ...others.map((row) => ({ ...row, against: warm.name, goal: GOAL })),
    ],
  }
}

function toResidentTable(measured: readonly Measured[]): Table {
  const rows = PARTS.flatMap((part): readonly Row[] => {
    const row = ({ changes, usage }: Measured) => ({
      name: `${part}, ${toName(changes)}`,
      values: [usage[part].rssMib],
    })
    const [rest, ...others] = measured.map(row)
    if (rest === undefined) return []
    return [rest, ...others.map((other) => ({ ...other, against: rest.name }))]
  })
  return { title: 'Resident memory of all processes', unit: 'MiB', better: 'lower', rows }
}

function toName(changes: number): string {
  return changes === 0 ? 'at rest' : `after ${changes.toLocaleString('en')} changes`
}
