import { setTimeout as delay } from 'node:timers/promises'
import { findSearchable } from '../../cli/up/find-searchable.ts'
import type { ChangeEvent } from '../../shared/change-event/change-event.ts'

/** How exactly it is told when a search found a change. */
const LOOK_MS = 100
const INDEX = 'orders'

/** Searches again and again for the changes that no search has found yet. */
export interface SearchWatch {
  /** @returns when each was found, epoch milliseconds, by its eventID; it waits for the last. @throws why a search failed. */
  finish(changes: number): Promise<ReadonlyMap<string, number>>
}

/** @param events those that are on the bus, and more while it runs. */
export function watchSearches(
  endpoint: string,
  events: ReadonlyMap<string, ChangeEvent>,
): SearchWatch {
  const before = new Set(events.values())
  const foundMs = new Map<string, number>()
  let wanted = Number.POSITIVE_INFINITY
  const watch = async () => {
    while (foundMs.size < wanted) {
      const waiting = [...events.values()].filter(
        (event) => !before.has(event) && !foundMs.has(event.eventID),
      )
      const found = await findSearchable(endpoint, INDEX, waiting)
      for (const { eventID } of found) foundMs.set(eventID, Date.now())
      await delay(LOOK_MS)
    }
  }
  // A search that fails is told of at the end.
  const watching = Promise.allSettled([watch()])
  return {
    async finish(changes) {
      wanted = changes
      const [ended] = await watching
      if (ended.status === 'rejected') throw ended.reason
      return foundMs
    },
  }
}
