import type { ChangeEvent } from '../change-event/change-event.ts'
import { PipelineError } from '../errors/pipeline-error.ts'
import { judgeSearch } from './judge-search.ts'
import type { JudgedLetter, Judgement, Route } from './judgement.ts'
import type { ReadLetter, StreamRange } from './letter.ts'
import type { SinkStates } from './sink-states.ts'

/** The enrichment, by the definitions of now. */
export interface RecordEnrichment {
  /** What would become of records, in their order; nothing is stored. */
  look(records: readonly unknown[]): Promise<readonly LookedAt[]>
  /** What the enrichment's function does: parks, leaves images, answers the events. It rejects when that fails. */
  run(records: readonly unknown[]): Promise<readonly ChangeEvent[]>
}

export interface LookedAt {
  readonly event?: ChangeEvent
  readonly parked?: { readonly code: string; readonly message: string }
  /** Of no declared entity, or a TTL delete that is not delivered. */
  readonly ignored?: true
}

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
  return eachLetter(async (read) => {
    if (read.content.of !== 'record') return unreadable(read)
    const { record } = read.content
    const [looked] = await options.enrichment.look([record])
    if (looked?.ignored) return { verdict: 'not_redrivable', ...OF_NOBODY }
    if (looked?.parked !== undefined) {
      const { code, message } = looked.parked
      return { verdict: 'poison', code, reason: message }
    }
    const [known] = await judgeSearch(looked?.event ? [looked.event] : [], options.states)
    const isStale = known?.verdict === 'stale'
    return {
      verdict: 'applied',
      ...(isStale && { reason: 'the index holds a newer change: only the others take it' }),
      ...(known?.stored !== undefined && { stored: known.stored }),
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
  return eachLetter(async (read) => {
    if (read.content.of !== 'range') return unreadable(read)
    const { range } = read.content
    const found = await options.stream.readRange(range)
    if ('lost' in found) {
      return { verdict: 'not_redrivable', code: found.lost, reason: wayOut(range) }
    }
    const looked = await options.enrichment.look(found.records)
    return {
      verdict: 'applied',
      reason: describe(looked),
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

/** Code and name of what went wrong: messages of others may quote what they were given. */
export function toFailure(error: unknown): { readonly code: string; readonly reason: string } {
  if (error instanceof PipelineError) return { code: error.code, reason: error.message }
  return { code: error instanceof Error ? error.name : 'unknown', reason: 'it was not accepted' }
}

function unreadable({ content }: ReadLetter): Judgement {
  const why = content.of === 'nothing' ? content : NO_RECORD
  return { verdict: 'not_redrivable', code: why.code, reason: why.message }
}

function describe(looked: readonly LookedAt[]): string {
  const count = (is: (one: LookedAt) => boolean) => looked.filter(is).length
  const parked = count((one) => one.parked !== undefined)
  const ignored = count(({ ignored }) => ignored === true)
  return [
    `${looked.length} record${looked.length === 1 ? '' : 's'}`,
    ...(parked > 0 ? [`${parked} would be parked`] : []),
    ...(ignored > 0 ? [`${ignored} that no sink wants`] : []),
  ].join(', ')
}

function wayOut({ streamArn, from, to }: StreamRange): string {
  const table = /:table\/([^/]+)\//.exec(streamArn)?.[1] ?? 'the table'
  return `lost are changes of ${table} from ${from} to ${to}: verify and backfill it`
}

const OF_NOBODY = {
  code: 'record.ignored',
  reason: 'of no declared entity, or a TTL delete that is not delivered',
} as const
const NO_RECORD = {
  code: 'letter.no_record',
  message: 'The letter holds no record.',
} as const
