import { messageOf } from '../../message-of.ts'
import { isRefusal } from './batch/execution-failure.ts'
import { createLane, type Lane } from './batch/lane.ts'
import { laneOf } from './batch/lane-of.ts'
import { processBatch } from './batch/process-batch.ts'
import type { Pipe } from './pipe.ts'
import { followStream } from './stream/follow-stream.ts'
import { type ReadRecord, sequenceNumberOf } from './stream/read-record.ts'
import { readShard } from './stream/read-shard.ts'
import type { ShardProgress } from './stream/shard-progress.ts'
import type { StreamShard } from './stream/stream-port.ts'
import type { StreamPosition } from './stream/stream-position.ts'

export interface PipeRun {
  readonly pipe: Pipe
  /** Where the run goes on, and what it moves. */
  readonly position: StreamPosition
  /** The stream has answered. May be told again. */
  readonly onListed: () => void
}

/**
 * Reads a stream into the bus until it is told to stop.
 *
 * ```
 * shard ─► filter ─┬─ lane (partition key) ─► batch ─► enrichment ─► bus
 *                  └─ lane ...                 └─ again after a failure, the lane waits
 *                                              └─ given up ─► DLQ
 * ```
 * Changes of one partition key share a lane and so keep their order; lanes do not wait for each other.
 *
 * @returns when what was in flight is finished.
 */
export async function runPipe({ pipe, position, onListed }: PipeRun): Promise<void> {
  await followStream({
    ...pipe,
    position,
    onListed,
    onShard: (shard, { partitionKey }) => runShard(shard, { pipe, position, partitionKey }),
    onTrimmed: ({ shardId, doneUpTo }) => tellTrimmed({ shardId, after: doneUpTo }, pipe),
    onRetry: (delayMs, error) => tellReadFailure(delayMs, error, pipe),
  })
}

interface ShardRun {
  readonly pipe: Pipe
  readonly position: StreamPosition
  readonly partitionKey: string
}

async function runShard(shard: StreamShard, run: ShardRun): Promise<void> {
  const { pipe, position, partitionKey } = run
  const { shardId } = shard
  const progress = position.progressOf(shardId)
  const lanes = createLanes(shardId, progress, pipe)

  const isAtEnd = await readShard({
    ...pipe,
    shardId,
    progress,
    start: position.startOf(shard),
    isListed: () => position.isListed(shardId),
    onRecords: async (records) => {
      const taken = takeRecords(records, { shardId, progress, pipe })
      await addByLane(taken, lanes, partitionKey)
    },
    onTrimmed: (after, records) => {
      tellTrimmed({ shardId, after, records }, pipe)
      progress.finish(progress.begin(records))
    },
    onRetry: (delayMs, error) => tellReadFailure(delayMs, error, pipe),
  })
  await Promise.all(lanes.map((lane) => lane.drained()))
  if (isAtEnd && progress.isAllDone()) position.finish(shardId)
}

function createLanes(shardId: string, progress: ShardProgress, pipe: Pipe): readonly Lane[] {
  const { name, settings, clock, signal, emit } = pipe
  const onDone = (records: readonly ReadRecord[]) => {
    progress.finish(records)
    const eventIDs = records.map(({ source }) => source.eventID)
    if (eventIDs.length > 0) emit({ type: 'records.done', pipe: name, eventIDs })
  }
  return Array.from({ length: settings.parallelization }, () =>
    createLane({
      batchSize: settings.batchSize,
      windowMs: settings.windowMs,
      clock,
      signal,
      process: (records) => processBatch({ shardId, records, onDone }, pipe),
    }),
  )
}

/** What is not done yet and passes the filter. */
function takeRecords(
  records: readonly ReadRecord[],
  { shardId, progress, pipe }: { shardId: string; progress: ShardProgress; pipe: Pipe },
): readonly ReadRecord[] {
  for (const record of records) {
    if (progress.wasRead(record)) continue
    pipe.emit({ type: 'record.read', pipe: pipe.name, shardId, record: record.source })
  }
  const { true: taken = [], false: filtered = [] } = Object.groupBy(
    progress.begin(records),
    ({ source }) => String(pipe.settings.takes(source)) as 'true' | 'false',
  )
  for (const { source } of filtered) {
    pipe.emit({ type: 'record.filtered', pipe: pipe.name, eventID: source.eventID })
  }
  progress.finish(filtered)
  return taken
}

async function addByLane(
  records: readonly ReadRecord[],
  lanes: readonly Lane[],
  partitionKey: string,
): Promise<void> {
  const byLane = Map.groupBy(records, ({ source }) => laneOf(source, partitionKey, lanes.length))
  for (const [index, own] of byLane) await lanes[index]?.add(own)
}

function tellTrimmed(
  trimmed: { shardId: string; after: string | undefined; records?: readonly ReadRecord[] },
  { name, emit }: Pipe,
): void {
  const { shardId, after, records = [] } = trimmed
  const [first, last] = [records.at(0), records.at(-1)]
  emit({
    type: 'records.trimmed',
    pipe: name,
    shardId,
    ...(after !== undefined && { afterSequenceNumber: after }),
    ...(first &&
      last && {
        records: records.length,
        startSequenceNumber: sequenceNumberOf(first),
        endSequenceNumber: sequenceNumberOf(last),
      }),
  })
}

function tellReadFailure(delayMs: number, error: unknown, pipe: Pipe): void {
  const reason = messageOf(error)
  if (isRefusal(error)) pipe.clientErrors.refused(reason)
  pipe.emit({ type: 'retry.scheduled', resource: pipe.name, delayMs, reason })
}
