import type { MetricName, MetricValues } from '../observability/metrics.ts'
import { type Outcome, UNCLASSIFIED } from './outcome.ts'
import type { MessageOutcome } from './queue-message.ts'
import { lagMsMax, waitingMsMax } from './summarize-outcomes.ts'

/** What comes back for a reason that somebody must be told of, by its code. */
const METRICS_OF_CODES: ReadonlyMap<string, MetricName> = new Map<string, MetricName>([
  ['order.violated', 'OrderViolations'],
  ['order.ties_exhausted', 'OrderViolations'],
  ['lineage.unknown', 'LineageUnknown'],
  ['lineage.stored_unknown', 'LineageUnknown'],
  ['codec.mismatch', 'CodecMismatch'],
  [UNCLASSIFIED, 'EventsUnknown'],
])

/** The metrics of a batch; none that is 0. */
export function toMetricValues(results: readonly MessageOutcome[], nowMs: number): MetricValues {
  const values: Partial<Record<MetricName, number>> = {}
  for (const { outcome } of results) {
    for (const name of metricsOf(outcome)) values[name] = (values[name] ?? 0) + 1
  }
  const lagMs = lagMsMax(results, nowMs)
  const waitingMs = waitingMsMax(results, nowMs)
  return {
    ...values,
    ...(lagMs !== null && { LagMs: lagMs }),
    ...(waitingMs !== null && { WaitingMs: waitingMs }),
  }
}

function metricsOf(outcome: Outcome): readonly MetricName[] {
  switch (outcome.kind) {
    case 'applied':
      return outcome.tied ? ['EventsApplied', 'EventsTied'] : ['EventsApplied']
    case 'stale':
      return ['EventsStale']
    case 'duplicate':
      return ['EventsDuplicate']
    case 'poison':
      return ['EventsParked']
    case 'retryable':
    case 'unknown': {
      const ofCode = METRICS_OF_CODES.get(outcome.code)
      return ofCode === undefined ? ['EventsRetried'] : ['EventsRetried', ofCode]
    }
  }
}
