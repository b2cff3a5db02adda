import type { ChangeEvent } from '../../shared/change-event/change-event.ts'
import type { Claim } from '../../shared/claim-check/claim-check.ts'
import type { ClaimWriter } from '../../shared/claim-check/claim-store.ts'
import type { Log } from '../../shared/observability/logger.ts'
import type { Metrics } from '../../shared/observability/metrics.ts'
import { tellOutcomes } from '../../shared/observability/tell-outcomes.ts'
import { countEnrichments, lagMsMax, listEnrichments, toMetricValues } from './count-enrichments.ts'
import { createEnricher, type EnricherOptions, type Enrichment, type Parked } from './enrich.ts'
import { createEntityFinder } from './entity-finder.ts'
import type { ParkedStore } from './parked-store.ts'
import { type RetryPorts, retryUntil } from './retry-until.ts'
import { toParkedObject } from './to-parked-object.ts'
import type { TokenKey } from './tokenise.ts'
import { createUndeclaredLog } from './undeclared-log.ts'

export interface BatchOptions
  extends RetryPorts,
    Omit<EnricherOptions, 'tokenKey' | 'onUndeclared'> {
  readonly tokenKey: () => Promise<TokenKey>
  readonly parkedStore: ParkedStore
  readonly claims: ClaimWriter
  readonly log: Log
  readonly metrics: Metrics
}

type Enrich = (record: unknown) => Enrichment

type EnrichBatch = (
  records: readonly unknown[],
  deadlineMs: number,
) => Promise<readonly ChangeEvent[]>

/**
 * Makes the function that enriches a batch: at most one change event per record, in order. Every
 * poison record is parked, and images that are claimed are in their place, before the events are
 * handed over, so a failure after that loses nothing.
 *
 * It rejects when the token key cannot be read or something cannot be stored in time; the Pipe then
 * brings the whole batch again.
 */
export function createBatchEnricher(options: BatchOptions): EnrichBatch {
  const { tokenKey, parkedStore, claims, log, metrics, ...ports } = options
  const undeclaredLog = createUndeclaredLog(log)
  const onUndeclared = undeclaredLog.onUndeclared
  let current: { readonly key: TokenKey; readonly enrich: Enrich } | undefined
  // The enricher waits for its key; definitions that do not fit together are refused at the start.
  createEntityFinder(options.definitions)

  return async (records, deadlineMs) => {
    const key = await retryUntil(deadlineMs, ports, tokenKey)
    const enrich =
      current?.key === key
        ? current.enrich
        : createEnricher({ ...options, tokenKey: key, onUndeclared })
    current = { key, enrich }
    const results = records.map(enrich)
    await Promise.all([
      ...results.flatMap(({ parked, event }, place) =>
        parked === undefined ? [] : park(records[place], parked, event, deadlineMs),
      ),
      ...results.flatMap(({ claim }) => (claim === undefined ? [] : checkIn(claim, deadlineMs))),
    ])

    const events = results.flatMap(({ event }) => event ?? [])
    const counts = countEnrichments(results)
    tellOutcomes(log, listEnrichments(records, results))
    const undeclared = undeclaredLog.takeCount()
    log.debug('Enriched a batch', { ...counts, undeclared })
    const lagMs = lagMsMax(records, ports.clock())
    metrics.publish(toMetricValues({ ...counts, undeclared }, lagMs))
    return events
  }

  async function park(
    record: unknown,
    parked: Parked,
    event: ChangeEvent | undefined,
    deadlineMs: number,
  ) {
    const { name, body } = toParkedObject(record, parked)
    await retryUntil(deadlineMs, ports, () => parkedStore.put(name, body))
    const { code, message, entity } = parked
    log.error('Parked a record', { code, reason: message, entity, parkedAs: name, id: event?.id })
  }

  async function checkIn(claim: Claim, deadlineMs: number) {
    await retryUntil(deadlineMs, ports, () => claims.put(claim))
  }
}
