import type { ChangeOutcome } from '../observability/tell-outcomes.ts'
import type { OutcomeKind } from './outcome.ts'
import type { MessageOutcome } from './queue-message.ts'

/** How many messages of a batch had each outcome, and the codes of those that come back. */
export interface OutcomeCounts extends Readonly<Record<OutcomeKind, number>> {
  readonly messages: number
  /** How many of those applied were ties. */
  readonly tied: number
  /** Reasons of what comes back, by code: an outage is told apart from an unknown lineage. */
  readonly retryCodes: Readonly<Record<string, number>>
}

export function countOutcomes(results: readonly MessageOutcome[]): OutcomeCounts {
  const counts = { applied: 0, stale: 0, duplicate: 0, poison: 0, retryable: 0, unknown: 0 }
  const retryCodes: Record<string, number> = {}
  let tied = 0
  for (const { outcome } of results) {
    counts[outcome.kind] += 1
    if (outcome.kind === 'applied' && outcome.tied) tied += 1
    if (outcome.kind !== 'retryable' && outcome.kind !== 'unknown') continue
    retryCodes[outcome.code] = (retryCodes[outcome.code] ?? 0) + 1
  }
  return { messages: results.length, ...counts, tied, retryCodes }
}

/** What became of each change that could be read; of a tie, that it was one. */
export function listOutcomes(results: readonly MessageOutcome[]): readonly ChangeOutcome[] {
  return results.flatMap(({ event, outcome }) => {
    if (event === null) return []
    const isTie = outcome.kind === 'applied' && outcome.tied === true
    const code = 'code' in outcome ? outcome.code : undefined
    return [{ eventID: event.eventID, outcome: isTie ? 'tied' : outcome.kind, code }]
  })
}

/** The longest time in ms from a change to now among those applied; null when none was. */
export function lagMsMax(results: readonly MessageOutcome[], nowMs: number): number | null {
  return longestMs(results, nowMs, ['applied'])
}

/** The same among those that come back. */
export function waitingMsMax(results: readonly MessageOutcome[], nowMs: number): number | null {
  return longestMs(results, nowMs, ['retryable', 'unknown'])
}

function longestMs(
  results: readonly MessageOutcome[],
  nowMs: number,
  kinds: readonly OutcomeKind[],
): number | null {
  const times = results.flatMap(({ event, outcome }) =>
    event !== null && kinds.includes(outcome.kind) ? [nowMs - Date.parse(event.time)] : [],
  )
  return times.reduce<number | null>((max, time) => Math.max(max ?? time, time), null)
}
