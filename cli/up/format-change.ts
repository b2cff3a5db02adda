import { definitions } from '../../entities/index.ts'
import type { ChangeEvent } from '../../shared/change-event/change-event.ts'
import type { TrackedChange } from './change-tracker.ts'

const TYPE_WIDTH = Math.max(...definitions.map(({ name }) => `${name}.modified`.length))
const ID_WIDTH = 36
const STATE_WIDTH = 22
/** More that arrive at once share a line. */
const ARRIVALS_MAX = 12

/** `09:41:02  order.modified   CUSTOMER#c-17|ORDER#o-204   confirmed -> shipped   searchable after 0.9 s` */
export function formatChange(event: ChangeEvent, since: number, now: number): string {
  return [
    formatTime(now),
    event.type.padEnd(TYPE_WIDTH),
    event.id.padEnd(ID_WIDTH),
    whatChanged(event).padEnd(STATE_WIDTH),
    outcome(event, describeDuration(now - since)),
  ].join('  ')
}

/** Changes that a search has found at one look: a line each, or one for many. */
export function formatArrivals(changes: readonly TrackedChange[], now: number): string[] {
  if (changes.length <= ARRIVALS_MAX) {
    return changes.map(({ event, since }) => formatChange(event, since, now))
  }
  const waits = changes.map(({ since }) => now - since)
  const [least, most] = [Math.min(...waits), Math.max(...waits)].map(describeDuration)
  return [`${formatTime(now)}  ${changes.length} changes searchable after ${least} to ${most}`]
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

function outcome({ op, parked }: ChangeEvent, waited: string): string {
  if (parked) return 'parked whole: the log of the enrichment says why'
  return op === 'remove' ? `gone from search after ${waited}` : `searchable after ${waited}`
}
