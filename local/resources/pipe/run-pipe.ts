import type { Clock } from '../../clock.ts'
import type { InvocationResult } from '../../functions/function-process.ts'
import type { Emit } from '../../signals.ts'
import type { StoppedByName } from '../../stopped-by-name.ts'
import type { PutEventsEntry, PutEventsResult } from '../event-bus/put-events.ts'
import { followStream } from './follow-stream.ts'
import { createLane, type Lane } from './lane.ts'
import { laneOf } from './partition.ts'
import type { PipeSettings } from './pipe-settings.ts'
import { processBatch } from './process-batch.ts'
import { readShard } from './read-shard.ts'
import type { SourceRecord } from './source-record.ts'
import type { StreamPort } from './stream-port.ts'

export interface Pipe {
  readonly name: string
  readonly settings: PipeSettings
  readonly stream: StreamPort
  /** Invoked with a bare array of records; absent when the Pipe has no enrichment. */
  readonly enrich?: (batch: readonly SourceRecord[]) => Promise<InvocationResult>
  readonly busArn: string
  readonly putEvents: (entries: readonly PutEventsEntry[]) => Promise<PutEventsResult>
  readonly clock: Clock
  readonly random: () => number
  readonly emit: Emit
  readonly stopByName: (error: StoppedByName) => void
  /** Aborted when the runtime stops: the batches in flight are finished, none is begun. */
  readonly signal: AbortSignal
}

/**
 * Reads a stream into the bus until it is told to stop.
 *
 * ```
 * shard ─► filter ─┬─ lane (partition key) ─► batch ─► enrichment ─► bus
 *                  └─ lane ...                 └─ again after a failure, the lane waits
 * ```
 * Changes of one partition key share a lane and so keep their order; lanes do not wait for each other.
 */
export async function runPipe(pipe: Pipe): Promise<void> {
  const { name, stream, clock, random, emit, signal } = pipe
  const onRetry = (delayMs: number, reason: string) =>
    emit({ type: 'retry.scheduled', resource: name, delayMs, reason })

  await followStream({
    stream,
    clock,
    random,
    onRetry,
    signal,
    onShard: async ({ shardId }, { partitionKey }) => {
      const lanes = createLanes(pipe)
      const onRecords = async (records: readonly SourceRecord[]) => {
        const taken = records.filter((record) => isTaken(record, shardId, pipe))
        await addByLane(taken, lanes, partitionKey)
      }
      await readShard({ stream, shardId, clock, random, onRecords, onRetry, signal })
      await Promise.all(lanes.map((lane) => lane.drained()))
    },
  })
}

function createLanes(pipe: Pipe): readonly Lane[] {
  const { settings, clock, signal } = pipe
  return Array.from({ length: settings.parallelization }, () =>
    createLane({
      batchSize: settings.batchSize,
      windowMs: settings.windowMs,
      clock,
      signal,
      process: (batch) => processBatch(batch, pipe),
    }),
  )
}

function isTaken(record: SourceRecord, shardId: string, pipe: Pipe): boolean {
  pipe.emit({ type: 'record.read', pipe: pipe.name, shardId, record })
  const taken = pipe.settings.takes(record)
  if (!taken) pipe.emit({ type: 'record.filtered', pipe: pipe.name, eventID: record.eventID })
  return taken
}

async function addByLane(
  records: readonly SourceRecord[],
  lanes: readonly Lane[],
  partitionKey: string,
): Promise<void> {
  const byLane = Map.groupBy(records, (record) => laneOf(record, partitionKey, lanes.length))
  for (const [index, own] of byLane) await lanes[index]?.add(own)
}
