import { isSafeEventId } from '../change-event/event-id.ts'
import type { Log } from './logger.ts'

/** What became of one change in one service. */
export interface ChangeOutcome {
  readonly eventID: unknown
  /** The service's own word: `applied`, `stale`, `enriched` ... */
  readonly outcome: string
  /** Why, where an outcome has more than one reason. */
  readonly code?: string | undefined
}

/** The message of the lines by which a change is followed from service to service. */
export const OUTCOMES_MESSAGE = 'changes settled'

/** In one line: some 2 KB of DynamoDB's own ids, so that a line goes through a pipe in one piece. */
const EVENT_IDS_MAX = 50

/**
 * Says of every change, by its eventID, what became of it: a line for each outcome and code, not for
 * each change (why: README.md). An eventID that could hold anything is left out.
 */
export function tellOutcomes(log: Log, changes: readonly ChangeOutcome[]): void {
  for (const { eventIDs, ...told } of groupChanges(changes)) {
    for (let from = 0; from < eventIDs.length; from += EVENT_IDS_MAX) {
      log.info(OUTCOMES_MESSAGE, { ...told, eventIDs: eventIDs.slice(from, from + EVENT_IDS_MAX) })
    }
  }
}

interface SettledAlike {
  readonly outcome: string
  readonly code?: string
  readonly eventIDs: string[]
}

function groupChanges(changes: readonly ChangeOutcome[]): readonly SettledAlike[] {
  const groups = new Map<string, SettledAlike>()
  for (const { eventID, outcome, code } of changes) {
    if (!isSafeEventId(eventID)) continue
    const name = `${outcome} ${code ?? ''}`
    const group = groups.get(name) ?? { outcome, ...(code && { code }), eventIDs: [] }
    groups.set(name, group)
    group.eventIDs.push(eventID)
  }
  return [...groups.values()]
}
