import type { ChangeEvent } from '../change-event/change-event.ts'
import { PipelineError, PoisonError } from '../errors/pipeline-error.ts'
import { toSequenceCounter } from '../ordering/index.ts'
import { createForecast } from './forecast.ts'
import type { JudgedLetter, Judgement, Route } from './judgement.ts'
import type { ReadLetter, StreamRange } from './letter.ts'
import type { RecordEnrichment } from './record-enrichment.ts'
import type { SinkStates } from './sink-states.ts'
import { toFailure } from './to-failure.ts'

/** The bus that every sink listens to. */
export interface ChangeBus {
  /** Puts all it can. @returns codes of what was refused; empty when every event was accepted. */
  put(events: readonly ChangeEvent[]): Promise<readonly string[]>
}

/** A stream, read by a range. */
export interface StreamReader {
  /**
   * The records from the first number to the last.
   *
   * @returns a code where the stream does not hold them any more, or never did. It rejects when it
   *   cannot be asked.
   */
  readRange(range: StreamRange): Promise<{ records: readonly unknown[] } | { lost: string }>
}

export interface RecordRouteOptions {
  readonly enrichment: RecordEnrichment
  readonly bus: ChangeBus
  readonly states: SinkStates
}

/**
 * Parked records: each is enriched again, and its event goes to the bus, because all sinks lack it.
 */
export function createParkedRoute(options: RecordRouteOptions): Route {
  const forecast = createForecast(options.states)
  return eachLetter(async (read) => {
    if (read.content.of !== 'record') return unreadable(read)
    const { record } = read.content
    const [looked] = await options.enrichment.look([record])
    if (looked?.ignored) return { verdict: 'not_redrivable', ...OF_NOBODY }
    if (looked?.parked !== undefined) {
      const { code, message } = looked.parked
      return { verdict: 'poison', code, reason: message }
    }
    return {
      verdict: 'applied',
      ...(await forecast(looked === undefined ? [] : [looked])),
      send: () => sendRecords([record], options),
    }
  })
}

/**
 * Positions that a Pipe gave up: their records are read from the stream, while it has them, and go
 * the Pipe's own way: enrichment, then bus. What its filter leaves out lies between them too; the
 * enrichment ignores it.
 */
export function createPositionRoute(options: RecordRouteOptions & { stream: StreamReader }): Route {
  const forecast = createForecast(options.states)
  return eachLetter(async (read) => {
    if (read.content.of !== 'range') return unreadable(read)
    const { range } = read.content
    if (!hasNumbers(range, options.states)) {
      return { verdict: 'not_redrivable', code: 'stream.position_invalid', reason: wayOut(range) }
    }
    const found = await options.stream.readRange(range)
    if ('lost' in found) {
      return { verdict: 'not_redrivable', code: found.lost, reason: wayOut(range) }
    }
    const looked = await options.enrichment.look(found.records)
    return {
      verdict: 'applied',
      ...(await forecast(looked)),
      send: () => sendRecords(found.records, options),
    }
  })
}

type JudgedAlone = Judgement & Pick<JudgedLetter, 'send'>

/** One after the other: each may bring many records. */
function eachLetter(judge: (read: ReadLetter) => Promise<JudgedAlone>): Route {
  return {
    judge: async (letters) => {
      const judged: JudgedLetter[] = []
      for (const read of letters) judged.push({ ...(await judgeOrFail(read, judge)), read })
      return judged
    },
  }
}

async function judgeOrFail(
  read: ReadLetter,
  judge: (read: ReadLetter) => Promise<JudgedAlone>,
): Promise<JudgedAlone> {
  try {
    return await judge(read)
  } catch (error) {
    return { verdict: 'failed', ...toFailure(error) }
  }
}

async function sendRecords(
  records: readonly unknown[],
  { enrichment, bus }: RecordRouteOptions,
): Promise<void> {
  const refusals = await bus.put(await enrichment.run(records))
  if (refusals.length > 0) {
    throw new PipelineError('bus.refused', `The bus refused: ${[...new Set(refusals)].join(', ')}.`)
  }
}

function unreadable({ content }: ReadLetter): Judgement {
  const why = content.of === 'nothing' ? content : NO_RECORD
  return { verdict: 'not_redrivable', code: why.code, reason: why.message }
}

/** Whether the stream could have such numbers at all: some engines answer others with an error of their own. */
function hasNumbers(
  { startSequenceNumber, endSequenceNumber }: StreamRange,
  { layout }: SinkStates,
): boolean {
  try {
    for (const number of [startSequenceNumber, endSequenceNumber]) toSequenceCounter(number, layout)
    return true
  } catch (error) {
    if (!(error instanceof PoisonError)) throw error
    return false
  }
}

function wayOut({ streamArn, from, to }: StreamRange): string {
  const table = /:table\/([^/]+)\//.exec(streamArn)?.[1] ?? 'the table'
  const span = from === null || to === null ? '' : ` from ${from} to ${to}`
  return `lost are changes of ${table}${span}: verify and backfill it`
}

const OF_NOBODY = {
  code: 'record.ignored',
  reason: 'of no declared entity, or a TTL delete that is not delivered',
} as const
const NO_RECORD = {
  code: 'letter.no_record',
  message: 'The letter holds no record.',
} as const
