import { resolveSettings } from '../../infra/resolve-settings.ts'
import type { StageSettings } from '../../infra/settings.ts'
import { stages } from '../../infra/stages.ts'
import { type BillLine, sumDollars } from './model/bill.ts'
import type { BillInput } from './model/bill-input.ts'
import { tailraceBill } from './model/bills.ts'

/** Another value of a setting, and what it costs beside dollars. */
export interface Turn {
  readonly settings: Partial<StageSettings>
  readonly means: string
}

/** A turn with what it saves a month. */
export interface Saving extends Turn {
  readonly dollars: number
}

const DOLLARS_MIN = 1
const CENT = 0.01

const TURNS: readonly Turn[] = [
  {
    settings: { pipeBatchingWindowSeconds: 1 },
    means: 'every sink is up to 1 s later',
  },
  {
    settings: { pipeBatchingWindowSeconds: 1, pipeParallelization: 1 },
    means: 'every sink is up to 1 s later, and a slow batch holds up its whole shard',
  },
  { settings: { searchBatchingWindowSeconds: 5 }, means: 'found up to 5 s later' },
  { settings: { lakeBatchingWindowSeconds: 60 }, means: 'in the lake up to 60 s later' },
  {
    settings: { cacheBatchingWindowSeconds: 1, cacheBatchSize: 500 },
    means: 'an old value is served up to 1 s longer',
  },
  {
    settings: { cacheFloorTtlSeconds: 3_600 },
    means: 'a change that comes again after an hour costs a miss',
  },
]

/**
 * Turns that save at least a dollar a month, the best first. Left out is what the stage has already, and
 * what saves no more than a turn above it.
 */
export function findSavings(stage: string, input: BillInput, entities: number): readonly Saving[] {
  const before = sumDollars(tailraceBill(input, entities))
  const found = TURNS.filter(({ settings }) => goesFurther(settings, input.settings))
    .map((turn) => {
      const settings = resolveSettings(stage, { ...stages[stage], ...turn.settings })
      const after: readonly BillLine[] = tailraceBill({ ...input, settings }, entities)
      return { ...turn, dollars: before - sumDollars(after) }
    })
    .filter(({ dollars }) => dollars >= DOLLARS_MIN)
    .sort((one, other) => other.dollars - one.dollars)
  return found.filter(
    ({ dollars }, place) => place === 0 || (found[place - 1]?.dollars ?? 0) - dollars > CENT,
  )
}

/** A floor's time and parallel batches are turned down, all else up. */
function goesFurther(turned: Partial<StageSettings>, now: StageSettings): boolean {
  const others = Object.entries(turned).filter(
    ([name, value]) => now[name as keyof StageSettings] !== value,
  )
  const isFurther = others.every(([name, value]) => {
    const current = now[name as keyof StageSettings]
    if (typeof value !== 'number' || typeof current !== 'number') return true
    const goesDown = name === 'cacheFloorTtlSeconds' || name === 'pipeParallelization'
    return goesDown ? value < current : value > current
  })
  return others.length > 0 && isFurther
}
