import { counted } from './counted.ts'
import { describeDuration, formatTime } from './format-change.ts'
import { withoutNumbers } from './trouble.ts'

/** A change that is not through by then is late; sooner where it is known what holds it. */
const LATE_MS = 10_000
const LATE_FOR_A_REASON_MS = 5_000
/** A wait is told again after that long, then after twice as long, and so on. */
const AGAIN_FIRST_MS = 30_000
/** And for another reason: what follows from the first, or from its end, has passed by then. */
const NEW_REASON_MS = 15_000
const AGAIN_LONGEST_MS = 10 * 60_000

/** What waits in one hop, now. */
export interface Waiting {
  readonly count: number
  /** When the oldest of them began to wait. */
  readonly since: number | undefined
  /** How many have ever got through. */
  readonly passed: number
}

export interface Reason {
  readonly why: string
  readonly since: number
}

/** Says that changes wait in a hop and why, now and then, and that they no longer do. */
export interface WaitReport {
  /** @returns the line that is due, if one is. */
  look(waiting: Waiting, reason: Reason | undefined, now: number): string | undefined
}

interface Told {
  /** When the wait began. */
  readonly since: number
  readonly passedBefore: number
  /** The reasons that were told of this wait. */
  readonly whys: Set<string>
  toldAt: number
  againAt: number
  againMs: number
}

/** @param words `wait for search`, and `search` for the end of the wait. */
export function createWaitReport(words: { wait: string; caughtUp: string }): WaitReport {
  let told: Told | undefined

  const sentence = (adverb: string, count: number, reason: Reason | undefined) => {
    const why =
      reason === undefined ? '' : `: ${shorten(reason.why)}, since ${formatTime(reason.since)}`
    return `${adverb}${counted(count, 'change')} ${agree(words.wait, count)}${why}`
  }

  return {
    look({ count, since, passed }, reason, now) {
      const lateMs = reason === undefined ? LATE_MS : LATE_FOR_A_REASON_MS
      const isLate = since !== undefined && now - since >= lateMs
      if (told === undefined) {
        if (!isLate) return undefined
        const whys = new Set(reason && [withoutNumbers(reason.why)])
        const againMs = AGAIN_FIRST_MS
        told = { since, passedBefore: passed, whys, toldAt: now, againAt: now + againMs, againMs }
        return sentence('', count, reason)
      }
      if (!isLate) {
        const waitedMs = now - told.since
        const through = counted(passed - told.passedBefore, 'change')
        told = undefined
        return `${words.caughtUp} caught up: ${through} after ${describeDuration(waitedMs)}`
      }
      const isNew =
        reason !== undefined &&
        now - told.toldAt >= NEW_REASON_MS &&
        !told.whys.has(withoutNumbers(reason.why))
      if (!isNew && now < told.againAt) return undefined
      if (reason) told.whys.add(withoutNumbers(reason.why))
      told.toldAt = now
      told.againMs = Math.min(2 * told.againMs, AGAIN_LONGEST_MS)
      told.againAt = now + told.againMs
      return sentence(isNew ? '' : 'still ', count, reason)
    },
  }
}

/** Of a reason that was told in full before. */
const WHY_MAX = 120

function shorten(why: string): string {
  const line = why.replace(/\s+/g, ' ')
  return line.length <= WHY_MAX ? line : `${line.slice(0, WHY_MAX)} ...`
}

/** `1 change waits for search`, `2 changes wait for search` */
function agree(words: string, count: number): string {
  return count === 1 ? words.replace(/^wait\b/, 'waits') : words
}
