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

/**
 * What was done, and how the other way round is done. That nothing is lost is said only for as long as
 * it is known.
 */
export function describeChange(changed: Changed, keeping: Keeping | undefined): readonly string[] {
  return changed.verb === 'start' ? describeStart(changed, keeping) : describeStop(changed, keeping)
}

function describeStart(
  { part, before, after, now }: Changed,
  keeping: Keeping | undefined,
): readonly string[] {
  if (before.state === after.state) return [`${part.title} runs already.`]
  const stoodStillMs = now - before.changedAtMs
  return [
    `${part.title} runs again, where it stopped ${describeSpan(stoodStillMs)} ago.`,
    ...(keeping !== undefined && stoodStillMs >= keeping.forMs
      ? [`${keeping.where}, and it stood still for longer: ${keeping.afterwards}.`]
      : []),
  ]
}

function describeStop(
  { part, before, after, now, flags }: Changed,
  keeping: Keeping | undefined,
): readonly string[] {
  const since = before.state === after.state ? formatMoment(before.changedAtMs) : undefined
  const stopped = `${part.title} is stopped${since === undefined ? '' : ` already, since ${since}`}.`
  const rest = [
    ...(part.meanwhile === undefined ? [] : [part.meanwhile]),
    `Start it: npx tailrace start ${part.name}${flags}`,
  ]
  if (keeping === undefined) return [stopped, ...rest]
  const { where, forMs, afterwards } = keeping
  const untilMs = after.changedAtMs + forMs
  return now < untilMs
    ? [
        `${stopped} Nothing is lost.`,
        `${where}. Start it before ${formatMoment(untilMs)}: ${afterwards}.`,
        ...rest,
      ]
    : [stopped, `${where}. That was until ${formatMoment(untilMs)}: ${afterwards}.`, ...rest]
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
