import { isRecord } from '../../shared/json/is-record.ts'
import type { MetricValues } from '../../shared/observability/metrics.ts'
import type { ChangeOutcome } from '../../shared/observability/tell-outcomes.ts'
import type { Enrichment } from './enrich.ts'

/** What became of the records of a batch. */
export interface EnrichmentCounts {
  readonly records: number
  readonly events: number
  readonly parked: number
  readonly ignored: number
  readonly claimed: number
}

export function countEnrichments(results: readonly Enrichment[]): EnrichmentCounts {
  const count = (member: keyof Enrichment) =>
    results.filter((result) => result[member] !== undefined).length
  return {
    records: results.length,
    events: count('event'),
    parked: count('parked'),
    ignored: count('ignored'),
    claimed: count('claim'),
  }
}

/** What became of each record of a batch, in its order; those without an eventID cannot be followed. */
export function listEnrichments(
  records: readonly unknown[],
  results: readonly Enrichment[],
): readonly ChangeOutcome[] {
  return results.map(({ parked, claim, ignored }, place) => {
    const record = records[place]
    const eventID = isRecord(record) ? record.eventID : undefined
    if (parked !== undefined) return { eventID, outcome: 'parked', code: parked.code }
    if (ignored) return { eventID, outcome: 'ignored' }
    return { eventID, outcome: claim === undefined ? 'enriched' : 'claimed' }
  })
}

/**
 * The longest time in ms from a change of the batch to now; null when no record tells its time. A Pipe
 * has no IteratorAge: this is how far behind the stream it reads.
 */
export function lagMsMax(records: readonly unknown[], nowMs: number): number | null {
  const lags = records.flatMap((record) => {
    const { ApproximateCreationDateTime: seconds } =
      isRecord(record) && isRecord(record.dynamodb) ? record.dynamodb : {}
    return typeof seconds === 'number' && Number.isFinite(seconds) ? [nowMs - seconds * 1_000] : []
  })
  return lags.reduce<number | null>((max, lag) => Math.max(max ?? lag, lag), null)
}

/** The metrics of a batch; none that is 0. */
export function toMetricValues(
  counts: EnrichmentCounts & { readonly undeclared: number },
  lagMs: number | null,
): MetricValues {
  const values = {
    RecordsRead: counts.records,
    RecordsParked: counts.parked,
    RecordsIgnored: counts.ignored,
    EventsEnriched: counts.events,
    EventsClaimed: counts.claimed,
    AttributesDropped: counts.undeclared,
  }
  const counted = Object.fromEntries(Object.entries(values).filter(([, count]) => count > 0))
  return lagMs === null ? counted : { ...counted, LagMs: lagMs }
}
