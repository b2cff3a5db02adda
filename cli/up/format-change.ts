import { definitions } from '../../entities/index.ts'
import type { ChangeEvent } from '../../shared/change-event/change-event.ts'

const TYPE_WIDTH = Math.max(...definitions.map(({ name }) => `${name}.modified`.length))
const ID_WIDTH = 36
const STATE_WIDTH = 22

/** `09:41:02  order.modified   CUSTOMER#c-17|ORDER#o-204   confirmed -> shipped   searchable after 0.9 s` */
export function formatChange(event: ChangeEvent, since: number, now: number): string {
  const seconds = `${((now - since) / 1_000).toFixed(1)} s`
  return [
    formatTime(now),
    event.type.padEnd(TYPE_WIDTH),
    event.id.padEnd(ID_WIDTH),
    whatChanged(event).padEnd(STATE_WIDTH),
    outcome(event, seconds),
  ].join('  ')
}

export function formatTime(at: number): string {
  return new Date(at).toTimeString().slice(0, 8)
}

function whatChanged(event: ChangeEvent): string {
  const { op, parked, transition, changed, beforeUnreadable } = event
  if (parked) return parked.code
  if (beforeUnreadable && op === 'modify') return 'corrected'
  if (transition?.from) return `${transition.from} -> ${transition.to}`
  if (op !== 'modify') return transition?.to ?? ''
  const names = changed.join(', ')
  return names.length <= STATE_WIDTH ? names : `${changed.length} attributes`
}

function outcome({ op, parked }: ChangeEvent, seconds: string): string {
  if (parked) return 'parked whole: the log of the enrichment says why'
  return op === 'remove' ? `gone from search after ${seconds}` : `searchable after ${seconds}`
}
