import type { ChangeEvent } from '../change-event/change-event.ts'
import type { ClaimReader } from '../claim-check/claim-store.ts'
import { redeemClaims } from '../claim-check/redeem-claims.ts'
import { ENTITY_UNKNOWN, type JudgedLetter, type Judgement, type Route } from './judgement.ts'
import type { ReadLetter } from './letter.ts'
import type { SinkStates } from './sink-states.ts'
import type { Sink } from './sinks.ts'

/** A sink's own queue. */
export interface SinkQueue {
  /** Rejects when the body is not known to have been accepted. */
  send(body: string): Promise<void>
}

export interface SinkRouteOptions {
  readonly sink: Sink
  readonly queue: SinkQueue
  readonly states: SinkStates
  readonly claims: ClaimReader
}

/** Codes that are judged anew here; any other code of a sink's function only the sink can judge. */
const JUDGED_ANEW = /^(event|claim_check|entity|record|lineage|codec)\./

/**
 * Dead letters of one sink: each body goes, byte for byte, into that sink's own queue. Not to the
 * bus: the other sinks have had it.
 */
export function createSinkRoute(options: SinkRouteOptions): Route {
  const { sink, queue, states } = options
  const names = new Set(states.definitions.map(({ name }) => name))
  return {
    judge: async (letters) => {
      const events = letters.flatMap(({ content }) => (content.of === 'event' ? content.event : []))
      const known = events.filter(({ entity }) => names.has(entity))
      const [found, claimed] = await Promise.all([
        sink.judge(known, states),
        checkClaims(known, options),
      ])
      const byEvent = new Map([
        ...events.map((event) => [event, ENTITY_UNKNOWN] as const),
        ...known.map((event, place) => [event, found[place]] as const),
      ])
      return letters.map((read): JudgedLetter => {
        const judgement = judge(read, byEvent, claimed)
        if (!GOES.has(judgement.verdict)) return { ...judgement, read }
        return { ...judgement, read, send: () => queue.send(read.letter.body) }
      })
    },
  }
}

const GOES: ReadonlySet<Judgement['verdict']> = new Set(['applied', 'stale', 'tried'])

function judge(
  { content, kind, code }: ReadLetter,
  found: ReadonlyMap<ChangeEvent, Judgement | undefined>,
  claimed: ReadonlyMap<ChangeEvent, Judgement>,
): Judgement {
  if (content.of !== 'event') {
    const why = content.of === 'nothing' ? content : NO_EVENT
    return { verdict: 'poison', code: why.code, reason: why.message }
  }
  const judgement = found.get(content.event) ?? NOT_JUDGED
  if (judgement.verdict !== 'applied') return judgement
  const claim = claimed.get(content.event)
  if (claim !== undefined) return { ...judgement, ...claim }
  const isRefusal = kind === 'function' && code !== null && !JUDGED_ANEW.test(code)
  return isRefusal ? { ...judgement, verdict: 'tried', code, reason: REFUSED_BEFORE } : judgement
}

/** Images that cannot be had, by their event. */
async function checkClaims(
  events: readonly ChangeEvent[],
  { sink, claims }: SinkRouteOptions,
): Promise<ReadonlyMap<ChangeEvent, Judgement>> {
  if (!sink.readsClaims) return new Map()
  const message = { messageId: '', receiptHandle: '', body: '', receiveCount: 1 }
  const apart = events.filter(({ claimCheck }) => claimCheck !== undefined)
  const { held } = await redeemClaims(
    apart.map((event) => ({ event, message })),
    claims,
  )
  return new Map(
    held.flatMap(({ event, outcome }) => {
      if (event === null || !('code' in outcome)) return []
      const { code } = outcome
      const verdict = outcome.kind === 'poison' ? 'poison' : 'tried'
      return [[event, { verdict, code, reason: 'its images cannot be had' }] as const]
    }),
  )
}

const REFUSED_BEFORE = 'the sink refused it: only trying tells'
const NO_EVENT = { code: 'letter.no_event', message: 'The letter holds no change event.' } as const
const NOT_JUDGED = {
  verdict: 'failed',
  code: 'letter.not_judged',
  reason: 'nothing was said of it',
} as const
