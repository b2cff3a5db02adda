import { type BackOff, backOffDelayMs } from '../../back-off.ts'
import type { Clock } from '../../clock.ts'
import { messageOf } from '../../message-of.ts'
import { POLL_INTERVAL_MS, RETRY_FIRST_MS, RETRY_LONGEST_MS } from './limits.ts'
import type { SourceRecord } from './source-record.ts'
import type { StreamPort } from './stream-port.ts'

export interface ShardReading {
  readonly stream: StreamPort
  readonly shardId: string
  readonly clock: Clock
  readonly random: () => number
  /** Takes what one read gave; may make the reader wait. */
  readonly onRecords: (records: readonly SourceRecord[]) => Promise<void>
  readonly onRetry: (delayMs: number, reason: string) => void
  readonly signal: AbortSignal
}

/**
 * Reads a shard from its oldest record to its end, at once while there are records, else at the base
 * rate. How far it has read is kept in memory: an iterator that expires or an engine that restarts
 * continues after the last record read.
 *
 * @returns when the shard is closed and read, or the signal aborts.
 */
export async function readShard(reading: ShardReading): Promise<void> {
  const { stream, shardId, clock, onRecords, signal } = reading
  const backOff: BackOff = {
    firstMs: RETRY_FIRST_MS,
    longestMs: RETRY_LONGEST_MS,
    random: reading.random,
  }
  let lastRead: string | undefined
  let iterator: string | undefined

  for (let failures = 0; !signal.aborted; ) {
    try {
      iterator ??= await stream.openShard(shardId, lastRead)
      const page = await stream.read(iterator)
      failures = 0
      await onRecords(page.records)
      lastRead = page.records.at(-1)?.dynamodb.SequenceNumber ?? lastRead
      if (page.nextIterator === undefined) return
      iterator = page.nextIterator
      if (page.records.length === 0) await clock.sleep(POLL_INTERVAL_MS, signal)
    } catch (error) {
      // Its iterator may be what is wrong with it.
      iterator = undefined
      failures++
      const delayMs = backOffDelayMs(failures, backOff)
      reading.onRetry(delayMs, messageOf(error))
      await clock.sleep(delayMs, signal)
    }
  }
}
