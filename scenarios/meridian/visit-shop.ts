import { setTimeout as delay } from 'node:timers/promises'
import { createRandom } from '../../local/random.ts'
import type { Ledger, Written } from './ledger.ts'
import type { Shop } from './pipeline.ts'
import { OUTDATED_MS, type Pages } from './recording.ts'
import { REMOVED } from './sale.ts'

/** Between two pages. */
const PAUSE_MS = 50
/** Of so many orders there is one that its customer looks at again and again. */
const WATCHED_EVERY = 8

/**
 * Shows pages of orders that their customers watch, each read through the cache, until told to stop.
 *
 * @returns how many were shown, and how many of them as they were long before.
 */
export async function visitShop(options: {
  readonly shop: Shop
  readonly ledger: Ledger
  readonly seed: number
  readonly until: AbortSignal
}): Promise<Pages> {
  const { shop, ledger, until } = options
  const random = createRandom(options.seed)
  let shown = 0
  let outdated = 0
  while (!until.aborted) {
    const watched = [...ledger.histories.values()].filter((_, place) => place % WATCHED_EVERY === 0)
    const history = watched.length > 0 ? random.pick(watched) : undefined
    const id = history?.[0]?.id
    if (history !== undefined && id !== undefined) {
      const askedMs = Date.now()
      const mark = await shop.read(keyOf(id))
      shown += 1
      if (isOutdated(mark, history, askedMs)) outdated += 1
    }
    await delay(PAUSE_MS)
  }
  return { shown, outdated }
}

/** Whether a later change had been in the table for long when the page was asked for. */
export function isOutdated(
  mark: string | undefined,
  history: readonly Written[],
  askedMs: number,
): boolean {
  const shown = mark ?? REMOVED
  return history.some((change) => change.mark > shown && askedMs - change.writtenAtMs > OUTDATED_MS)
}

function keyOf(id: string): { pk: string; sk: string } {
  const [pk = '', sk = ''] = id.split('|')
  return { pk, sk }
}
