import { OUTCOMES_MESSAGE } from '../../shared/observability/tell-outcomes.ts'
import type { Signal } from '../signals.ts'

/** A line of the pipeline's log: in the form in which functions say what became of changes. */
export interface PipelineLine {
  /** ISO 8601, UTC. */
  readonly timestamp: string
  /** `pipe`, `bus`, or a rule's logical id. */
  readonly service: string
  readonly message: typeof OUTCOMES_MESSAGE
  readonly outcome: 'read' | 'filtered' | 'accepted' | 'delivered' | 'undelivered' | GivenUp
  readonly code?: string
  readonly eventIDs?: readonly string[]
  /** The bus's own id of an event, by which rules name it. */
  readonly busId?: string
}

/** By a rule: into the sink's DLQ, or nowhere. */
type GivenUp = 'dead-lettered' | 'dropped'

/** What a signal tells of one change; undefined where it tells of none. Of the change its eventID alone. */
export function toPipelineLine(signal: Signal): PipelineLine | undefined {
  const told = describe(signal)
  return (
    told && { timestamp: new Date(signal.at).toISOString(), message: OUTCOMES_MESSAGE, ...told }
  )
}

function describe(signal: Signal): Omit<PipelineLine, 'timestamp' | 'message'> | undefined {
  switch (signal.type) {
    case 'record.read':
      return { service: 'pipe', outcome: 'read', eventIDs: [signal.record.eventID] }
    case 'record.filtered':
      return { service: 'pipe', outcome: 'filtered', eventIDs: [signal.eventID] }
    case 'event.accepted': {
      const { id, detail } = signal.event
      if (typeof detail.eventID !== 'string') return undefined
      return { service: 'bus', outcome: 'accepted', eventIDs: [detail.eventID], busId: id }
    }
    case 'event.delivered':
      return { service: signal.rule, outcome: 'delivered', busId: signal.eventId }
    case 'delivery.failed':
      return { service: signal.rule, outcome: 'undelivered', busId: signal.eventId }
    case 'event.dead_lettered':
      return ofGivenUp('dead-lettered', signal)
    case 'event.dropped':
      return ofGivenUp('dropped', signal)
    default:
      return undefined
  }
}

function ofGivenUp(
  outcome: GivenUp,
  signal: Extract<Signal, { type: 'event.dead_lettered' | 'event.dropped' }>,
): Omit<PipelineLine, 'timestamp' | 'message'> {
  return { service: signal.rule, outcome, code: signal.errorCode, busId: signal.eventId }
}
