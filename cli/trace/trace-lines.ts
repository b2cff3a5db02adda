import { formatDuration } from '../chaos/duration.ts'
import { printable } from '../printable.ts'
import { formatTime } from '../up/format-change.ts'
import type { Hop } from './evidence.ts'
import type { TracedWay } from './trace-here.ts'

const HOP_WIDTH = 'enrichment'.length
const TIME_WIDTH = '12:34:56.789'.length

/**
 * The way of one change for a person: what and where, and a line for each hop with the local time.
 *
 * @param tableStepMs how far the table's time is rounded down.
 */
export function toWayLines({ change, hops }: TracedWay, tableStepMs: number): readonly string[] {
  const { eventID, id, op, time } = change
  const day = time === null ? '' : `  ${toLocalDay(Date.parse(time))}`
  return [
    printable(
      `${op ?? 'change'}  ${id ?? 'of an item that nobody names any more'}${day}  ${eventID}`,
    ),
    ...hops.map((hop) => toHopLine(hop, hop.hop === 'table' ? tableStepMs : 1)),
  ]
}

function toHopLine({ hop, at, says }: Hop, stepMs: number): string {
  const time = at === null ? '' : formatTo(Date.parse(at), stepMs)
  return `  ${hop.padEnd(HOP_WIDTH)}  ${time.padEnd(TIME_WIDTH)}  ${printable(says)}`
}

/** No finer than it is known. */
function formatTo(at: number, stepMs: number): string {
  if (stepMs >= 60_000) return formatTime(at).slice(0, 'HH:MM'.length)
  if (stepMs >= 1_000) return formatTime(at)
  return `${formatTime(at)}.${String(at % 1_000).padStart(3, '0')}`
}

function toLocalDay(at: number): string {
  const date = new Date(at)
  const parts = [date.getFullYear(), date.getMonth() + 1, date.getDate()]
  return parts.map((part) => String(part).padStart(2, '0')).join('-')
}

/** The same for a program, with times as ISO 8601 in UTC. */
export function toWayJson({ change, hops }: TracedWay): string {
  const { eventID, id, entity, op, time, position } = change
  const at = position === null ? null : `${position.stream}/${position.sequenceNumber}`
  return JSON.stringify({ eventID, id, entity, op, time, position: at, hops })
}

/** Functions have the moved clock; what the runtime's own log and DynamoDB Local tell has the machine's. */
export function toClockLines(aheadMs = 0): readonly string[] {
  if (aheadMs === 0) return []
  return [
    `The clock is ${formatDuration(aheadMs)} ahead (npx tailrace chaos jump): times of enrichment and sinks`,
    'since then have it, those of the stream, the Pipe, the bus and its rules have not.',
  ]
}
