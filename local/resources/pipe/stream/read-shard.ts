import { type BackOff, backOffDelayMs } from '../../../back-off.ts'
import {
  POLL_INTERVAL_MS,
  RETRY_FIRST_MS,
  RETRY_LONGEST_MS,
  STREAM_RETENTION_MS,
} from '../limits.ts'
import type { ReadRecord } from './read-record.ts'
import { createShardCursor, type ShardCursorOptions } from './shard-cursor.ts'
import type { ShardProgress } from './shard-progress.ts'

export interface ShardReading extends Omit<ShardCursorOptions, 'after' | 'onTrimmed'> {
  readonly progress: ShardProgress
  /** Whether the stream still has the shard. */
  readonly isListed: () => boolean
  readonly random: () => number
  /** Takes what one read gave; may make the reader wait. Never rejects. */
  readonly onRecords: (records: readonly ReadRecord[]) => Promise<void>
  /** These are lost; or where none are given, what comes after that record may be. */
  readonly onTrimmed: (after: string | undefined, records: readonly ReadRecord[]) => void
  readonly onRetry: (delayMs: number, error: unknown) => void
  readonly signal: AbortSignal
}

/**
 * Reads a shard on from where its progress stands, at once while there are records, else at the base
 * rate. Whatever happens to an iterator or to the engine, it goes on after the last record read.
 *
 * @returns whether the shard was read to its end, or as far as there is anything left of it; false
 * when the signal aborts.
 */
export async function readShard(reading: ShardReading): Promise<boolean> {
  const { progress, clock, random, signal, onTrimmed } = reading
  const backOff: BackOff = { firstMs: RETRY_FIRST_MS, longestMs: RETRY_LONGEST_MS, random }
  progress.rewind()
  const cursor = createShardCursor({
    ...reading,
    after: progress.doneUpTo(),
    onTrimmed: (after) => onTrimmed(after, []),
  })

  for (let failures = 0; !signal.aborted; ) {
    try {
      const { records, isIdle, isLast } = await cursor.next()
      failures = 0
      await reading.onRecords(dropTrimmed(records, reading))
      if (isLast) return true
      if (isIdle) await clock.sleep(POLL_INTERVAL_MS, signal)
    } catch (error) {
      if (!reading.isListed()) return true
      failures++
      const delayMs = backOffDelayMs(failures, backOff)
      reading.onRetry(delayMs, error)
      await clock.sleep(delayMs, signal)
    }
  }
  return false
}

/** An engine may keep records for longer than the 24 h of a stream. */
function dropTrimmed(
  records: readonly ReadRecord[],
  { clock, onTrimmed }: ShardReading,
): readonly ReadRecord[] {
  const oldestMs = clock.now() - STREAM_RETENTION_MS
  const trimmed = records.filter(({ createdAtMs }) => createdAtMs < oldestMs)
  if (trimmed.length > 0) onTrimmed(undefined, trimmed)
  return records.filter(({ createdAtMs }) => createdAtMs >= oldestMs)
}
