import type { Evidence, Hop, Mention, TracedChange } from './evidence.ts'
import { withoutZeros } from './holding-words.ts'
import { toSinkHops } from './to-sink-hops.ts'

/** The way of one change, from the table to each sink, as far as it has come. */
export function toHops(change: TracedChange, evidence: Evidence): readonly Hop[] {
  const [table, pipe] = [toTableHop(change), toPipeHop(evidence)]
  const enrichment = toEnrichmentHop(evidence, pipe)
  if (enrichment === undefined) return [table, pipe, ...toSinkHops(evidence)]
  const bus = toBusHop(evidence, enrichment)
  return [table, pipe, enrichment, ...(bus ? [bus] : []), ...toSinkHops(evidence)]
}

function toTableHop({ op, time, position, isPast }: TracedChange): Hop {
  const number =
    position === null
      ? 'its position is not known'
      : `number ${withoutZeros(position.sequenceNumber)} of stream ${position.stream}`
  const gone = isPast ? '; the stream does not hold it any more' : ''
  return { hop: 'table', state: op ?? 'unknown', at: time, says: `${number}${gone}` }
}

function toPipeHop({ mentions, letters, stopped }: Evidence): Hop {
  const [read, ...again] = of(mentions, 'pipe', 'read')
  const filtered = of(mentions, 'pipe', 'filtered').at(0)
  const hop = 'pipe'
  const letter = letters.find(({ queue }) => queue === 'pipe')
  if (letter !== undefined) {
    const { code, sinceMs } = letter
    const at = read?.at ?? new Date(sinceMs).toISOString()
    return {
      ...{ hop, state: 'dead-lettered', at, code: code ?? undefined },
      says: `given up (${code ?? 'no reason'}): its position is in PipeDlq; npx tailrace redrive pipe`,
    }
  }
  if (filtered !== undefined) {
    const says = 'left out by its filter: no sink gets it'
    return { hop, state: 'filtered', at: filtered.at, says }
  }
  const at = read?.at ?? null
  if (read !== undefined) {
    const times = again.length === 0 ? '' : `, and ${again.length} more times`
    return { hop, state: 'read', at, says: `read${times}` }
  }
  if (mentions.some(({ service }) => service === 'enrichment')) {
    return { hop, state: 'read', at, says: 'read: the enrichment names it' }
  }
  const says = stopped.has('pipe')
    ? 'not read yet: the Pipe is stopped, npx tailrace start pipe'
    : 'not read yet, or its log is gone'
  return { hop, state: 'not read', at, says }
}

/** States of the enrichment from which nothing need go on to the bus. */
const ENDS: ReadonlySet<string> = new Set(['ignored', 'parked', 'not done'])

const LEFT_OUT: Readonly<Record<string, string>> = {
  ignored: 'left out: of no declared entity, or deleted by TTL. No sink gets it',
}

/** Undefined when it has not come there, or left no trace. */
function toEnrichmentHop({ mentions, letters }: Evidence, pipe: Hop): Hop | undefined {
  const all = mentions.filter(({ service }) => service === 'enrichment')
  const last = all.at(-1)
  if (last === undefined) {
    const says = 'nothing yet: in work, or its batch fails and the Pipe brings it again'
    return pipe.state === 'read'
      ? { hop: 'enrichment', state: 'not done', at: null, says }
      : undefined
  }
  const { outcome, code } = last
  const { at } = all.find((one) => one.outcome === outcome) ?? last
  const times = all.length === 1 ? '' : `, ${all.length} times: the Pipe brought it again`
  const hop = { hop: 'enrichment', state: outcome, at, code }
  if (outcome === 'parked') {
    const parked = letters.find(({ queue }) => queue === 'parked')
    const where =
      parked === undefined
        ? 'not found in ParkedBucket'
        : `in ParkedBucket; npx tailrace dlq show ${last.eventID}`
    return { ...hop, says: `parked, ${code}: ${where}${times}` }
  }
  if (outcome === 'claimed') {
    return { ...hop, says: `enriched, its images are stored beside the bus${times}` }
  }
  return { ...hop, says: `${LEFT_OUT[outcome] ?? outcome}${times}` }
}

/** Undefined where nothing goes on from the enrichment. */
function toBusHop({ mentions, stopped }: Evidence, enrichment: Hop): Hop | undefined {
  const [accepted, ...again] = of(mentions, 'bus', 'accepted')
  const hop = 'bus'
  if (accepted !== undefined) {
    const times = again.length === 0 ? '' : `, and ${again.length} more times: sinks know it`
    return { hop, state: 'accepted', at: accepted.at, says: `accepted${times}` }
  }
  if (ENDS.has(enrichment.state)) return undefined
  const why = stopped.has('pipe')
    ? 'the Pipe is stopped, npx tailrace start pipe'
    : 'the Pipe brings it again'
  return { hop, state: 'not accepted', at: null, says: `not there: ${why}` }
}

function of(mentions: readonly Mention[], service: string, outcome: string): readonly Mention[] {
  return mentions.filter((one) => one.service === service && one.outcome === outcome)
}
