import { setTimeout as wait } from 'node:timers/promises'
import { createRandom } from '../../local/random.ts'
import { cacheKeyOfId } from '../../shared/cache/cache-key.ts'
import { type CacheKey, cacheKey } from '../../shared/cache-client/index.ts'
import { idOf } from '../builders/order-table.ts'
import type { Storm } from './storm.ts'
import type { StormPipeline } from './storm-pipeline.ts'
import { stormOrder } from './to-item.ts'

const READERS = 3
const PAUSE_MS = 12
const LIST_CHANCE = 0.15

/** The list of a customer's orders, as the example's definition names it. */
export function listKey(pk: string): CacheKey {
  return cacheKey('customer-orders', pk)
}

/**
 * Applications that read a storm's orders and lists through the cache, so that it is filled while
 * changes are on their way.
 *
 * @returns how to end them: it resolves when nothing of theirs is under way.
 */
export function startReaders(storm: Storm, sky: StormPipeline): () => Promise<void> {
  let isReading = true
  const orders = storm.writes.map((write) => stormOrder(storm.seed, write))
  const readers = Array.from({ length: READERS }, async (_, reader) => {
    const random = createRandom(storm.seed + reader)
    while (isReading) {
      const order = random.pick(orders)
      const reading = random.chance(LIST_CHANCE)
        ? sky.cache.get(listKey(order.pk), () => sky.readList(order.pk))
        : sky.cache.get(cacheKeyOfId('order', idOf(order)), () => sky.readItem(order))
      // The table may be away: then nobody can be served.
      await reading.catch((error: Error) => error)
      await wait(PAUSE_MS)
    }
  })
  return async () => {
    isReading = false
    await Promise.all(readers)
  }
}
