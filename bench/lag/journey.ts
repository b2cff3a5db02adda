import { setTimeout as delay } from 'node:timers/promises'
import { readMentions } from '../../cli/trace/read-mentions.ts'
import type { ChangeEvent } from '../../shared/change-event/change-event.ts'
import type { Write } from './load.ts'

/** A change's way: when it was written, and when each service was through with it. */
export interface Journey extends Write {
  /** Epoch milliseconds, by the service as logs name it. */
  readonly at: ReadonlyMap<string, number>
  /** When a search found it, if that was asked. */
  readonly foundMs?: number | undefined
}

/** What follows the changes of a run. */
export interface Evidence {
  /** Of each item, its one change. */
  readonly events: ReadonlyMap<string, ChangeEvent>
  /** When a search found a change, by its eventID. */
  readonly foundMs: ReadonlyMap<string, number>
  readonly logsDir: string
}

/** The last to tell of a change. */
const SERVICES = ['search-projector', 'lake-writer', 'cache-invalidator']
/** It will be named again. */
const COMES_BACK = new Set(['retryable', 'unknown', 'undelivered'])
/** A function's line passes through a pipe, and may come after its reply. */
const LINES_MS_MAX = 10_000
const LOOK_MS = 100

/** Reads from the logs what became of each change. @throws Error when they lack one for long. */
export async function readJourneys(
  writes: readonly Write[],
  { events, foundMs, logsDir }: Evidence,
): Promise<readonly Journey[]> {
  const eventIDs = writes.map(({ id }) => events.get(id)?.eventID ?? id)
  const until = performance.now() + LINES_MS_MAX
  for (;;) {
    const moments = await readMoments(logsDir, new Set(eventIDs))
    const journeys = writes.map((write, place) => {
      const eventID = eventIDs[place] ?? ''
      const at = moments.get(eventID) ?? new Map<string, number>()
      return { ...write, at, foundMs: foundMs.get(eventID) }
    })
    const lacking = journeys.filter(({ at }) => SERVICES.some((service) => !at.has(service)))
    if (lacking.length === 0) return journeys
    if (performance.now() > until) {
      throw new Error(`The logs do not say what became of ${lacking.length} changes.`)
    }
    await delay(LOOK_MS)
  }
}

async function readMoments(logsDir: string, eventIDs: ReadonlySet<string>) {
  const moments = new Map<string, Map<string, number>>()
  for (const { eventID, service, outcome, at } of await readMentions(logsDir, eventIDs)) {
    if (COMES_BACK.has(outcome)) continue
    const ofChange = moments.get(eventID) ?? new Map<string, number>()
    // They come in the order of time: the first counts.
    if (!ofChange.has(service)) ofChange.set(service, Date.parse(at))
    moments.set(eventID, ofChange)
  }
  return moments
}
