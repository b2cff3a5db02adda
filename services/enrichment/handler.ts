import type { ChangeEvent } from '../../shared/change-event/change-event.ts'
import { PipelineError } from '../../shared/errors/pipeline-error.ts'
import { type BatchOptions, createBatchEnricher } from './enrich-batch.ts'

/** Kept free at the end of an invocation, to fail by itself rather than to be stopped. */
const RESERVED_MS = 3_000

interface TimeLeft {
  getRemainingTimeInMillis(): number
}

export type EnrichmentHandler = (
  records: unknown,
  context: TimeLeft,
) => Promise<readonly ChangeEvent[]>

/**
 * The enrichment's function: the Pipe's bare array of records in, an array of at most as many
 * change events out. The Pipe has no reply for a part of a batch, so what is poison is parked and
 * left out, and whatever else fails throws, for the whole batch to come again.
 */
export function createEnrichmentHandler(options: BatchOptions): EnrichmentHandler {
  const enrichBatch = createBatchEnricher(options)
  return async (records, context) => {
    if (!Array.isArray(records)) {
      throw new PipelineError('batch.invalid', 'The input is not the array that a Pipe hands over.')
    }
    const deadlineMs = options.clock() + context.getRemainingTimeInMillis() - RESERVED_MS
    return enrichBatch(records, deadlineMs)
  }
}
