import { cache } from './cache/cache.ts'
import { chaos } from './chaos/chaos.ts'
import type { Command } from './command.ts'
import { cost } from './cost/cost.ts'
import { dlq } from './dlq/dlq.ts'
import { lake } from './lake/lake.ts'
import { publish } from './publish/publish.ts'
import { redrive } from './redrive/redrive.ts'
import { search } from './search/search.ts'
import { start, stop } from './switch/switch-command.ts'
import { trace } from './trace/trace.ts'
import { up } from './up/up.ts'

export const COMMANDS: readonly Command[] = [
  up,
  publish,
  search,
  lake,
  cache,
  trace,
  dlq,
  redrive,
  stop,
  start,
  chaos,
  cost,
]
