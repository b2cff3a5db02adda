import { backOffDelayMs } from '../../back-off.ts'
import { messageOf } from '../../message-of.ts'
import { StoppedByName } from '../../stopped-by-name.ts'
import { readReply } from './enrichment-reply.ts'
import { RETRY_FIRST_MS, RETRY_LONGEST_MS } from './limits.ts'
import type { Pipe } from './pipe.ts'
import type { SourceRecord } from './source-record.ts'
import { toPutEventsEntry } from './to-put-events-entry.ts'

/** A stage that failed, so that the live view can tell which. */
class StageError extends Error {
  readonly stage: 'enrichment' | 'target'

  constructor(stage: 'enrichment' | 'target', cause: unknown) {
    super(messageOf(cause), { cause })
    this.stage = stage
  }
}

/**
 * Takes one batch through enrichment and target until it is done, all of it again after any failure.
 *
 * Where AWS would halve the batch, give it up or send its position to the DLQ, the runtime is stopped
 * by the setting's name, which aborts the signal at once. Never rejects.
 */
export async function processBatch(batch: readonly SourceRecord[], pipe: Pipe): Promise<void> {
  const { name, settings, clock, random, emit, signal } = pipe
  const backOff = { firstMs: RETRY_FIRST_MS, longestMs: RETRY_LONGEST_MS, random }

  for (let attempt = 1; !signal.aborted; attempt++) {
    if (oldestAgeMs(batch, clock.now()) > settings.recordAgeMsMax) {
      return pipe.stopByName(
        new StoppedByName(name, 'MaximumRecordAgeInSeconds', 'a record is older than that'),
      )
    }
    try {
      await attemptBatch(batch, pipe)
      return
    } catch (error) {
      if (!(error instanceof StageError)) throw error
      const reason = `${error.stage}: ${error.message}`
      emit({
        type: 'batch.failed',
        pipe: name,
        stage: error.stage,
        records: batch.length,
        attempt,
        error: error.message,
      })
      if (attempt > settings.retryAttemptsMax) {
        return pipe.stopByName(new StoppedByName(name, 'MaximumRetryAttempts', reason))
      }
      const delayMs = backOffDelayMs(attempt, backOff)
      emit({ type: 'retry.scheduled', resource: name, delayMs, reason })
      await clock.sleep(delayMs, signal)
    }
  }
}

async function attemptBatch(batch: readonly SourceRecord[], pipe: Pipe): Promise<void> {
  const items = await enrich(batch, pipe).catch((cause: unknown) => {
    throw new StageError('enrichment', cause)
  })
  pipe.emit({
    type: 'batch.enriched',
    pipe: pipe.name,
    records: batch.length,
    events: items.length,
  })
  if (items.length === 0) return
  await publish(items, pipe).catch((cause: unknown) => {
    throw new StageError('target', cause)
  })
}

async function enrich(batch: readonly SourceRecord[], pipe: Pipe): Promise<readonly unknown[]> {
  if (pipe.enrich === undefined) return batch
  const result = await pipe.enrich(batch)
  if (!result.ok) throw new Error(`${result.error.errorType}: ${result.error.errorMessage}`)
  return readReply(result.payload)
}

/** On AWS only what failed of the entries is retried; here all of them, which is at least once too. */
async function publish(items: readonly unknown[], pipe: Pipe): Promise<void> {
  const entries = items.map((item) => toPutEventsEntry(item, pipe.settings.target, pipe.busArn))
  const { FailedEntryCount, Entries } = await pipe.putEvents(entries)
  if (FailedEntryCount === 0) return
  const failure = Entries.find((entry) => 'ErrorCode' in entry)
  const reason = failure ? `${failure.ErrorCode}: ${failure.ErrorMessage}` : 'no reason given'
  throw new Error(`${FailedEntryCount} of ${items.length} events were refused: ${reason}`)
}

function oldestAgeMs(batch: readonly SourceRecord[], now: number): number {
  const times = batch.map(({ dynamodb }) => dynamodb.ApproximateCreationDateTime * 1000)
  return now - Math.min(...times)
}
