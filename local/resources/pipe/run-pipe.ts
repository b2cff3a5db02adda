import type { StoppedByName } from '../../stopped-by-name.ts'
import { followStream } from './follow-stream.ts'
import { createLane, type Lane } from './lane.ts'
import { laneOf } from './partition.ts'
import type { Pipe } from './pipe.ts'
import { processBatch } from './process-batch.ts'
import { readShard } from './read-shard.ts'
import type { SourceRecord } from './source-record.ts'

/**
 * Reads a stream into the bus until it is told to stop.
 *
 * ```
 * shard ─► filter ─┬─ lane (partition key) ─► batch ─► enrichment ─► bus
 *                  └─ lane ...                 └─ again after a failure, the lane waits
 * ```
 * Changes of one partition key share a lane and so keep their order; lanes do not wait for each other.
 * A batch that cannot be done ends the whole Pipe in the same step: what comes after it in its lane or
 * in a child of its shard must not overtake it while the runtime stops.
 */
export async function runPipe(given: Pipe): Promise<void> {
  const stopping = new AbortController()
  const signal = AbortSignal.any([given.signal, stopping.signal])
  const stopByName = (error: StoppedByName) => {
    stopping.abort()
    given.stopByName(error)
  }
  const pipe: Pipe = { ...given, signal, stopByName }
  const { name, stream, clock, random, emit } = pipe
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
