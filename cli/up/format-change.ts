import type { ChangeEvent } from '../../shared/change-event/change-event.ts'

const TYPE_WIDTH = 15
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

function whatChanged({ op, parked, transition, changed }: ChangeEvent): string {
  if (parked) return parked.code
  if (transition)
    return transition.from ? `${transition.from} -> ${transition.to}` : `${transition.to}`
  if (op === 'remove') return ''
  const names = changed.join(', ')
  return names.length <= STATE_WIDTH ? names : `${changed.length} attributes`
}

function outcome({ op, parked }: ChangeEvent, seconds: string): string {
  if (parked) return 'parked: see the bucket, and correct or remove the item'
  return op === 'remove' ? `gone from search after ${seconds}` : `searchable after ${seconds}`
}
