import { definitions } from '../../entities/index.ts'
import type { ChangeEvent } from '../../shared/change-event/change-event.ts'
import type { TrackedChange } from './change-tracker.ts'

const TYPE_WIDTH = Math.max(...definitions.map(({ name }) => `${name}.modified`.length))
const ID_WIDTH = 28
const STATE_WIDTH = 22
/** More that arrive at once share a line. */
const ARRIVALS_MAX = 12

/** A change that a search has found. */
export interface FoundChange extends TrackedChange {
  /** When what was cached of its item was gone, epoch milliseconds; absent while it may be there. */
  readonly uncachedAt?: number
}

/** Changes that a search has found at one look: a line each, or one for many. */
export function formatArrivals(changes: readonly FoundChange[], now: number): string[] {
  if (changes.length <= ARRIVALS_MAX) return changes.map((change) => formatFound(change, now))
  const found = describeSpan(changes.map(({ since }) => now - since))
  const uncached = changes.flatMap(({ since, uncachedAt }) =>
    uncachedAt === undefined ? [] : [uncachedAt - since],
  )
  const cache =
    uncached.length === changes.length ? `, out of cache after ${describeSpan(uncached)}` : ''
  return [`${formatTime(now)}  ${changes.length} changes searchable after ${found}${cache}`]
}

/** Changes of whose items nothing older is cached now, and which a search has found before, or never will. */
export function formatUncached(changes: readonly TrackedChange[], now: number): string[] {
  if (changes.length <= ARRIVALS_MAX) {
    return changes.map(({ event, since }) => {
      return formatLine(event, now, `out of cache after ${describeDuration(now - since)}`)
    })
  }
  const span = describeSpan(changes.map(({ since }) => now - since))
  return [`${formatTime(now)}  ${changes.length} changes out of cache after ${span}`]
}

export function formatParked(event: ChangeEvent, now: number): string {
  return formatLine(event, now, 'parked whole: the log of the enrichment says why')
}

function formatFound({ event, since, uncachedAt }: FoundChange, now: number): string {
  const found = event.op === 'remove' ? 'gone from search' : 'searchable'
  const cache =
    uncachedAt === undefined ? '' : `, out of cache after ${describeDuration(uncachedAt - since)}`
  return formatLine(event, now, `${found} after ${describeDuration(now - since)}${cache}`)
}

/** `09:41:02  order.modified  CUSTOMER#c-17|ORDER#o-204     confirmed -> shipped    searchable after 0.9 s, out of cache after 0.2 s` */
function formatLine(event: ChangeEvent, now: number, outcome: string): string {
  return [
    formatTime(now),
    event.type.padEnd(TYPE_WIDTH),
    event.id.padEnd(ID_WIDTH),
    whatChanged(event).padEnd(STATE_WIDTH),
    outcome,
  ].join('  ')
}

/** `0.3 s to 1.2 s` */
function describeSpan(durationsMs: readonly number[]): string {
  return [Math.min(...durationsMs), Math.max(...durationsMs)].map(describeDuration).join(' to ')
}

export function formatTime(at: number): string {
  return new Date(at).toTimeString().slice(0, 8)
}

/** `0.9 s`, `31 s`, `12 min`, `24 h` */
export function describeDuration(ms: number): string {
  if (ms < 10_000) return `${(ms / 1_000).toFixed(1)} s`
  if (ms < 120_000) return `${Math.round(ms / 1_000)} s`
  const minutes = Math.round(ms / 60_000)
  return minutes < 120 ? `${minutes} min` : `${Math.round(minutes / 60)} h`
}

function whatChanged(event: ChangeEvent): string {
  const { op, parked, transition, changed, beforeUnreadable } = event
  if (parked) return parked.code
  if (beforeUnreadable && op === 'modify') return 'before unknown'
  if (transition?.from) return `${transition.from} -> ${transition.to}`
  if (op !== 'modify') return transition?.to ?? ''
  const names = changed.join(', ')
  return names.length <= STATE_WIDTH ? names : `${changed.length} attributes`
}
