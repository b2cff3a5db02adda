import { describeDuration, formatTime } from './format-change.ts'
import type { Relief, Trouble } from './trouble.ts'

/** Equal troubles are summed up after that long, then after twice as long, and so on. */
const SUMMARY_FIRST_MS = 30_000
const SUMMARY_LONGEST_MS = 10 * 60_000
/** A trouble that was not met for so long, or for twice its summary, is told in full again. */
const FORGOTTEN_AFTER_MS = 60_000
/** What came within that time is told as what comes now. */
const RECENT_MS = 5_000
/** What is told of one error within that time of each other gets one line. */
const SAME_CAUSE_MS = 2_000

/** Tells each trouble in full once, and then how often it came again. */
export interface TroubleLog {
  /** @returns the lines to print now. */
  note(trouble: Trouble, at: number): string[]
  relieve(relief: Relief): string[]
  /** To be called now and then. @returns the sums that are due. */
  look(now: number): string[]
}

interface Told {
  readonly short: string
  /** Another trouble of the same error speaks for it. */
  readonly isSilent: boolean
  /** Its end will be told. */
  readonly lasts: boolean
  /** How often it came since it was last told or summed up. */
  again: number
  countedFrom: number
  lastAt: number
  summaryMs: number
}

export function createTroubleLog(): TroubleLog {
  const known = new Map<string, Told>()
  let lastCause: { readonly text: string; readonly at: number } | undefined

  const isTold = (cause: string, at: number) =>
    lastCause !== undefined &&
    at - lastCause.at <= SAME_CAUSE_MS &&
    (cause.includes(lastCause.text) || lastCause.text.includes(cause))

  return {
    note({ key, text, short, cause, holds, lasts = holds?.lasts ?? false }, at) {
      const told = known.get(key)
      if (told) {
        told.again++
        told.lastAt = at
        return []
      }
      const isSilent = cause !== undefined && isTold(cause, at)
      if (cause !== undefined && !isSilent) lastCause = { text: cause, at }
      const counting = { again: 0, countedFrom: at, lastAt: at, summaryMs: SUMMARY_FIRST_MS }
      known.set(key, { short, isSilent, lasts, ...counting })
      return isSilent ? [] : [text]
    },
    relieve({ ends, text }) {
      const ended = ends.filter((key) => known.delete(key))
      return ended.length > 0 ? [text] : []
    },
    look(now) {
      const lines: string[] = []
      for (const [key, told] of known) {
        const countedMs = now - told.countedFrom
        const forgottenMs = Math.max(FORGOTTEN_AFTER_MS, 2 * told.summaryMs)
        if (told.again > 0 && !told.isSilent && countedMs >= told.summaryMs) {
          const often = `${times(told.again)} in ${describeDuration(countedMs)}`
          lines.push(`again ${often}${whenLast(told, now)}: ${told.short}`)
          told.again = 0
          told.countedFrom = now
          told.summaryMs = Math.min(2 * told.summaryMs, SUMMARY_LONGEST_MS)
        } else if (!told.lasts && now - told.lastAt > forgottenMs) {
          known.delete(key)
        }
      }
      return lines
    },
  }
}

/** Of what has not come for a while: its sum alone would read as if it came now. */
function whenLast({ lastAt }: Told, now: number): string {
  return now - lastAt < RECENT_MS ? '' : `, last at ${formatTime(lastAt)}`
}

function times(count: number): string {
  return count === 1 ? 'once' : `${count} times`
}
