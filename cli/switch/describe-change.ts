import type { Change, Verb } from './change-switch.ts'
import type { Part } from './parts.ts'
import type { Keeping } from './read-keeping.ts'

export interface Changed extends Change {
  readonly part: Part
  readonly verb: Verb
  /** `--stage prod`, or nothing. */
  readonly flags: string
  readonly now: number
}

/** What was done, and how the other way round is done. */
export function describeChange(changed: Changed, keeping: Keeping | undefined): readonly string[] {
  const { part, verb, before, after } = changed
  const was = before.state === after.state
  if (verb === 'start') {
    const stoodStill = ` again, where it stopped ${describeSpan(changed.now - before.changedAtMs)} ago`
    return [was ? `${part.title} runs already.` : `${part.title} runs${stoodStill}.`]
  }
  const since = was ? ` already, since ${formatMoment(before.changedAtMs)}` : ''
  const start = `Start it: npx tailrace start ${part.name}${changed.flags}`
  if (keeping === undefined) return [`${part.title} is stopped${since}.`, start]
  const { where, forMs, afterwards } = keeping
  return [
    `${part.title} is stopped${since}. Nothing is lost.`,
    `${where}. Start it before ${formatMoment(after.changedAtMs + forMs)}: ${afterwards}.`,
    start,
  ]
}

/** In the time zone of who reads it: `2026-11-22 07:26` */
function formatMoment(at: number): string {
  const date = new Date(at)
  const two = (value: number) => String(value).padStart(2, '0')
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}`
}

const MINUTE_MS = 60_000

/** `40 s`, `12 min`, `3 h` */
function describeSpan(ms: number): string {
  if (ms < 2 * MINUTE_MS) return `${Math.max(0, Math.round(ms / 1_000))} s`
  return ms < 120 * MINUTE_MS
    ? `${Math.round(ms / MINUTE_MS)} min`
    : `${Math.round(ms / (60 * MINUTE_MS))} h`
}
