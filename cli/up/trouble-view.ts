import type { Signal } from '../../local/signals.ts'
import { describeRelief } from './describe-relief.ts'
import { describeTrouble } from './describe-trouble.ts'
import { createFlowWatch } from './flow-watch.ts'
import { formatTime } from './format-change.ts'
import { createHoldLedger } from './hold-ledger.ts'
import type { Passage } from './passage.ts'
import { SINKS } from './sinks.ts'
import type { Hop, Relief, Trouble } from './trouble.ts'
import { createTroubleLog } from './trouble-log.ts'
import { createWaitReport } from './wait-report.ts'

const WORDS: Readonly<Record<Hop, { wait: string; caughtUp: string }>> = {
  pipe: { wait: 'wait for the Pipe', caughtUp: 'the Pipe' },
  rule: { wait: 'wait for their queue', caughtUp: 'the queue' },
  search: { wait: 'wait for search', caughtUp: 'search' },
  cache: { wait: 'wait for the cache', caughtUp: 'the cache' },
}

/** Says what goes wrong, what waits because of it, and when it is over. */
export interface TroubleView {
  onSignal(signal: Signal): void
  /** Trouble that no signal tells. */
  tell(trouble: Trouble, at: number): void
  /** The same; it is a reason to wait, and not a line of its own. */
  note(trouble: Pick<Trouble, 'key' | 'holds'>, at: number): void
  relieve(relief: Pick<Relief, 'ends'>): void
  /** A change went one hop on. */
  moved(at: number): void
  /** Prints what is due by now. To be called now and then. */
  look(now: number): void
  /** @returns why the flow stands still; undefined while it moves, or may again. */
  standsStill(now: number): string | undefined
}

export function createTroubleView(options: {
  readonly print: (line: string) => void
  readonly passages: Readonly<Record<Hop, Passage>>
  readonly startedAt: number
}): TroubleView {
  const { print, passages, startedAt } = options
  const log = createTroubleLog()
  const flow = createFlowWatch(startedAt)
  const holds = createHoldLedger()
  const reports = (['pipe', 'rule', ...SINKS] as const).map((hop) => ({
    hop,
    report: createWaitReport(WORDS[hop]),
  }))
  const say = (lines: readonly string[], at: number, mark: '!' | ' ') => {
    for (const line of lines) print(`${formatTime(at)}  ${mark} ${oneLine(line)}`)
  }

  const onTrouble = (trouble: Trouble, at: number) => {
    holds.note(trouble, at)
    flow.note(trouble)
    say(log.note(trouble, at), at, '!')
  }
  const onRelief = (relief: Relief, at: number) => {
    holds.relieve(relief)
    flow.relieve(relief)
    say(log.relieve(relief), at, ' ')
  }

  return {
    onSignal(signal) {
      const trouble = describeTrouble(signal)
      if (trouble) onTrouble(trouble, signal.at)
      const relief = describeRelief(signal)
      if (relief) onRelief(relief, signal.at)
    },
    tell: onTrouble,
    note: (trouble, at) => holds.note(trouble, at),
    relieve: (relief) => holds.relieve(relief),
    moved: (at) => flow.moved(at),
    look(now) {
      say(log.look(now), now, '!')
      for (const { hop, report } of reports) {
        const waiting = passages[hop].waiting()
        const line = report.look(waiting, holds.of(hop), now)
        if (line !== undefined) say([line], now, line.includes('caught up') ? ' ' : '!')
        if (waiting.count === 0) holds.clear(hop)
      }
    },
    standsStill: (now) => flow.standsStill(now),
  }
}

/** A line of the view: the rest of a long error is in a log. */
const LINE_MAX = 400

function oneLine(text: string): string {
  const line = text.replace(/\s+/g, ' ')
  return line.length <= LINE_MAX ? line : `${line.slice(0, LINE_MAX)} ...`
}
