import { setTimeout as wait } from 'node:timers/promises'
import { createRandom } from '../../local/random.ts'
import { cacheKeyOfId } from '../../shared/cache/cache-key.ts'
import { type CacheKey, cacheKey } from '../../shared/cache-client/index.ts'
import { idOf, type Order } from '../builders/order-table.ts'
import type { Storm } from './storm.ts'
import type { StormPipeline } from './storm-pipeline.ts'
import { stormOrder } from './to-item.ts'

const READERS = 5
const PAUSE_MS = 20
/** Some take long from their read to their fill: the item may change and be invalidated meanwhile. */
const SLOW_CHANCE = 0.25
const SLOW_MS_MAX = 1_500
const LIST_CHANCE = 0.15

/** The list of a customer's orders, as the example's definition names it. */
export function listKey(pk: string): CacheKey {
  return cacheKey('customer-orders', pk)
}

function keyOf(order: Order): CacheKey {
  return cacheKeyOfId('order', idOf(order))
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
      const thinkMs = random.chance(SLOW_CHANCE) ? random.below(SLOW_MS_MAX) : 0
      const slowly = <Value>(read: () => Promise<Value>) => read().finally(() => wait(thinkMs))
      const reading = random.chance(LIST_CHANCE)
        ? sky.cache.get(listKey(order.pk), () => slowly(() => sky.readList(order.pk)))
        : sky.cache.get(keyOf(order), () => slowly(() => sky.readItem(order)))
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
