import {
  type Parts,
  type Recording,
  type Sample,
  SINKS,
  type Sink,
  type TimedEvent,
} from './recording.ts'
import { EVENT_WORDS } from './timeline.ts'

/** Both parts of the scenario, by the names that people see. */
export const CONTRAST = 'what people ship'
export const TAILRACE = 'Tailrace'

/** Longer tables are read by nobody: of more samples every second one is shown, or every third. */
const ROWS_MAX = 32
const LAG_WIDTH = 8
const COUNT_WIDTHS = { parked: 8, deadLetters: 5 } as const

/** The heading over the lines of one part as it is played. */
export function liveHeading(): string {
  const names = SINKS.map((sink) => sink.padStart(LAG_WIDTH)).join('')
  return `seconds behind the table:\n   s  changes ${names}  parked  DLQ`
}

/** One second of one part. */
export function liveLine(sample: Sample, events: readonly TimedEvent[]): string {
  const { second, written } = sample
  const cells = `${lags(sample)}${counts(sample)}`
  return `${firstCells(second, written)} ${cells}  ${wordsOf(events)}`.trimEnd()
}

/** Both parts side by side, in at most 100 columns. */
export function sideBySide(parts: Parts): readonly string[] {
  const lagsWidth = SINKS.length * LAG_WIDTH
  const names = SINKS.map((sink) => sink.padStart(LAG_WIDTH)).join('')
  const tailraceWidth = lagsWidth + COUNT_WIDTHS.parked + COUNT_WIDTHS.deadLetters
  const { contrast, tailrace } = parts
  const end = tailrace.samples.at(-1)?.second ?? 0
  const step = Math.ceil((end + 1) / ROWS_MAX)
  const seconds = Array.from({ length: Math.floor(end / step) + 1 }, (_, place) => place * step)
  const rows = seconds.map((second) => {
    const left = lastUntil(second, contrast)
    const right = lastUntil(second, tailrace)
    const isOfRow = (event: TimedEvent) => Math.floor(event.second / step) * step === second
    const cells = [
      firstCells(second, right?.written ?? 0),
      left === undefined ? ' '.repeat(lagsWidth) : lags(left),
      right === undefined ? ' '.repeat(tailraceWidth) : `${lags(right)}${counts(right)}`,
      ` ${wordsOf(tailrace.events.filter(isOfRow))}`,
    ]
    return cells.join(' |').trimEnd()
  })
  return [
    `              |${centred(CONTRAST, lagsWidth + 1)}|${centred(TAILRACE, tailraceWidth + 1)}|`,
    `   s  changes |${names} |${names}  parked  DLQ |`,
    ...rows,
  ]
}

/** A look may have cost the next one; a part may have been over before the other. */
function lastUntil(second: number, { samples }: Recording): Sample | undefined {
  const isOver = second > (samples.at(-1)?.second ?? 0)
  return isOver ? undefined : samples.findLast((sample) => sample.second <= second)
}

function firstCells(second: number, written: number): string {
  return `${String(second).padStart(4)}${String(written).padStart(9)}`
}

function lags({ sinks }: Sample): string {
  return SINKS.map((sink) => toSeconds(sinks[sink].lagMs).padStart(LAG_WIDTH)).join('')
}

function counts({ parked, deadLetters }: Sample): string {
  const { parked: parkedWidth, deadLetters: dlqWidth } = COUNT_WIDTHS
  return `${String(parked).padStart(parkedWidth)}${String(deadLetters).padStart(dlqWidth)}`
}

function wordsOf(events: readonly TimedEvent[]): string {
  return events.map(({ event }) => EVENT_WORDS[event]).join(', ')
}

function centred(text: string, width: number): string {
  return text.padStart(Math.ceil((width + text.length) / 2)).padEnd(width)
}

/** `12.3` */
export function toSeconds(ms: number): string {
  return (ms / 1_000).toFixed(1)
}

/** The longest that a sink was behind, milliseconds. */
export function longestLag({ samples }: Pick<Recording, 'samples'>, sink: Sink): number {
  return Math.max(0, ...samples.map(({ sinks }) => sinks[sink].lagMs))
}
