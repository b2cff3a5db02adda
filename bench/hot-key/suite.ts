/**
 * One item alone is changed 2,000 times, beside as many changes over 1,000 items: both wait in the
 * stream and then go through the whole pipeline into three sinks. The changes of one key stay in their
 * order, so one batch at a time is in work for it. In the end the index must hold the item's newest.
 */
import type { Suite } from '../harness/suite.ts'
import { drain } from '../pipeline/drain.ts'
import { SINKS } from '../pipeline/progress.ts'
import { startBenchPipeline } from '../pipeline/start-bench-pipeline.ts'
import { changeOrders } from './change-orders.ts'
import { requireNewest } from './require-newest.ts'

const CHANGES = 2_000
/** Once, so that the functions are there; the round after it counts. */
const WARM_CHANGES = 300
const ROUNDS = 2
const VARIANTS = { 'over 1,000 items': 1_000, 'of one item': 1 } as const
const BASE = 'over 1,000 items'

export const suite: Suite = {
  summary: 'a backlog of 2,000 changes of one item, beside one of 1,000 items',
  async run() {
    await using pipeline = await startBenchPipeline(SINKS)
    const perSecond = new Map(Object.keys(VARIANTS).map((name) => [name, [] as number[]]))
    for (let round = 0; round <= ROUNDS; round += 1) {
      for (const [name, items] of Object.entries(VARIANTS)) {
        const prefix = `hot-${items}-${round}`
        const changes = round === 0 ? WARM_CHANGES : CHANGES
        const write = () => changeOrders(pipeline, { changes, items, prefix })
        const ms = await drain(pipeline, { sinks: SINKS, changes, write })
        await requireNewest(pipeline, prefix)
        if (round > 0) perSecond.get(name)?.push((changes / ms) * 1_000)
      }
    }
    return [
      {
        title: `${CHANGES.toLocaleString('en')} waiting changes into index, lake and cache`,
        unit: 'changes/s',
        better: 'higher',
        rows: [...perSecond].map(([name, values]) => ({
          name,
          values,
          ...(name !== BASE && { against: BASE }),
        })),
      },
    ]
  },
}
