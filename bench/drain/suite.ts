/**
 * How fast a backlog goes through the whole local pipeline: 10,000 changes that wait in the stream,
 * into the index alone and into three sinks, beside reading the same stream by the SDK and doing
 * nothing with it.
 */
import type { Suite } from '../harness/suite.ts'
import type { Row, Table } from '../harness/table.ts'
import { drain } from '../pipeline/drain.ts'
import { SINKS, type Sink } from '../pipeline/progress.ts'
import { startBenchPipeline } from '../pipeline/start-bench-pipeline.ts'
import { writeOrders } from '../pipeline/write-orders.ts'
import { readStream } from './read-stream.ts'

const CHANGES = 10_000
/** Not counted: after 2,000 the compilers of Java and of each process were still at work. */
const WARM_UP_CHANGES = 5_000
const ROUNDS = 2
const READING = 'reading the stream by the SDK'
const VARIANTS: readonly { name: string; sinks: readonly Sink[]; goal: number }[] = [
  { name: 'into the index alone', sinks: ['search'], goal: 2_500 },
  { name: 'into index, lake and cache', sinks: SINKS, goal: 1_000 },
]

export const suite: Suite = {
  summary: 'a backlog of 10,000 changes through the whole pipeline',
  async run() {
    const tables: Table[] = []
    for (const variant of VARIANTS) tables.push(await measure(variant))
    return tables
  },
}

async function measure({ name, sinks, goal }: (typeof VARIANTS)[number]): Promise<Table> {
  await using pipeline = await startBenchPipeline(sinks)
  const drainOnce = (prefix: string, changes: number) => {
    const write = () => writeOrders(pipeline, changes, { prefix })
    return drain(pipeline, { sinks, changes, write })
  }
  await drainOnce('warm-up', WARM_UP_CHANGES)
  const drained: number[] = []
  const read: number[] = []
  for (let round = 1; round <= ROUNDS; round += 1) {
    drained.push((CHANGES / (await drainOnce(`drain-${round}`, CHANGES))) * 1_000)
    const { records, ms } = await readStream(pipeline.local.file, CHANGES)
    read.push((records / ms) * 1_000)
  }
  const rows: Row[] = [
    { name: READING, values: read },
    { name, values: drained, against: READING, goal, goalIsAbsolute: true },
  ]
  return {
    title: `${CHANGES.toLocaleString('en')} waiting changes, ${name}`,
    unit: 'changes/s',
    better: 'higher',
    rows,
  }
}
