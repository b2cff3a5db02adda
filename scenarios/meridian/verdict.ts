import type { Parts, Recording, Sample, TimedEvent } from './recording.ts'
import { CONTRAST, longestLag, TAILRACE, toSeconds } from './report.ts'
import type { Timeline } from './timeline.ts'

const LABEL_WIDTH = 58
const CELL_WIDTH = 20
/** What is behind waits for one change for a while; who waits so long stands still. */
const STANDSTILL_SECONDS_MIN = 8
/** A sale that lasts longer than planned by more is not what the timeline says. */
const DELAY_SECONDS_MAX = 3

/** What became of both parts, a line each. */
export function describeOutcome(parts: Parts): readonly string[] {
  const line = (label: string, toCell: (part: Recording) => string) =>
    `${label.padEnd(LABEL_WIDTH)}${toCell(parts.contrast).padStart(CELL_WIDTH)}${toCell(parts.tailrace).padStart(CELL_WIDTH)}`
  const lacks =
    (of: 'atEnd' | 'dayLater', sink: keyof Sample['sinks'], what: string) => (part: Recording) =>
      amount(part[of].sinks[sink].lacks, what)
  return [
    `${' '.repeat(LABEL_WIDTH)}${CONTRAST.padStart(CELL_WIDTH)}${TAILRACE.padStart(CELL_WIDTH)}`,
    line('changes written', ({ atEnd }) => group(atEnd.written)),
    line('longest behind   search', (part) => `${toSeconds(longestLag(part, 'search'))} s`),
    line('                 lake', (part) => `${toSeconds(longestLag(part, 'lake'))} s`),
    line('                 cache', (part) => `${toSeconds(longestLag(part, 'cache'))} s`),
    line('search gets nothing from second ... to the end', (part) =>
      String(standsStillSince(part) ?? 'never'),
    ),
    line(
      'pages that showed an order as it was over 5 s before',
      ({ pages }) => `${group(pages.outdated)} of ${group(pages.shown)}`,
    ),
    line('at the end       search is wrong in', lacks('atEnd', 'search', 'item')),
    line('                 the lake lacks', lacks('atEnd', 'lake', 'change')),
    line('                 the cache is outdated in', lacks('atEnd', 'cache', 'item')),
    line('                 parked, whole', ({ atEnd }) => amount(atEnd.parked, 'record')),
    line('                 in DLQs', ({ atEnd }) => amount(atEnd.deadLetters, 'message')),
    line('a day later      forgotten by the stream, taken by nobody', ({ forgotten }) =>
      amount(forgotten, 'change'),
    ),
    line('                 search is wrong in', lacks('dayLater', 'search', 'item')),
    line('                 the lake lacks', lacks('dayLater', 'lake', 'change')),
    line('                 and a new order is found after', ({ nextDayMs }) =>
      nextDayMs === undefined ? 'not at all' : `${toSeconds(nextDayMs)} s`,
    ),
  ]
}

/** Says so when the machine was too busy for the sale to keep to its plan; nothing when it did. */
export function describeDelay(
  { contrast, tailrace }: Parts,
  { over }: Pick<Timeline, 'over'>,
): readonly string[] {
  const overAt = Math.max(
    ...[contrast, tailrace].map(({ events }) => events.findLast(isOver)?.second ?? over),
  )
  if (overAt - over <= DELAY_SECONDS_MAX) return []
  return ['', `This machine was busy: the sale lasted until second ${overAt}, not ${over}.`]
}

function isOver({ event }: TimedEvent): boolean {
  return event === 'over'
}

/** From which second on search waited for one and the same change to the end; undefined: it did not. */
export function standsStillSince({ samples }: Pick<Recording, 'samples'>): number | undefined {
  const waitsFor = ({ atMs, sinks }: Sample) => atMs - sinks.search.lagMs
  const moved = samples.findLastIndex((sample, place) => {
    const before = samples[place - 1]
    const isBehind = sample.sinks.search.lagMs > 0
    return before === undefined || !isBehind || waitsFor(sample) !== waitsFor(before)
  })
  const [from = 0, to = 0] = [samples[moved]?.second, samples.at(-1)?.second]
  return to - from < STANDSTILL_SECONDS_MIN ? undefined : from
}

function amount(count: number, what: string): string {
  return `${group(count)} ${what}${count === 1 ? '' : 's'}`
}

function group(count: number): string {
  return count.toLocaleString('en-US')
}
