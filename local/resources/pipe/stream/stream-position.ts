import type { KeptCheckpoint } from './checkpoint.ts'
import { createShardProgress, type ShardProgress } from './shard-progress.ts'
import type { ShardPlace, StreamShard } from './stream-port.ts'

export type StartingPosition = 'TRIM_HORIZON' | 'LATEST'

/** A shard that the stream has forgotten before it was done. */
export interface TrimmedShard {
  readonly shardId: string
  /** What was done last; undefined when nothing of it was. */
  readonly doneUpTo: string | undefined
}

/**
 * How far a Pipe has come in its stream. It outlives a stop: the next run goes on from here. Where it
 * is kept it outlives the runtime as well.
 */
export interface StreamPosition {
  /** Notes what the stream lists now; gives the shards that are lost and no longer waited for. */
  list(shards: readonly StreamShard[]): readonly TrimmedShard[]
  isListed(shardId: string): boolean
  isFinished(shardId: string): boolean
  /** The shard is read to its end and all of it is done. */
  finish(shardId: string): void
  progressOf(shardId: string): ShardProgress
  /** Where reading a shard begins for which nothing is done yet. */
  startOf(shard: StreamShard): ShardStart
}

export interface ShardStart {
  /** LATEST only once: to ask for it again would skip what came in between. */
  readonly place: ShardPlace
  /** At TRIM_HORIZON, older records are not the Pipe's, epoch milliseconds. */
  readonly notBeforeMs?: number
}

/** LATEST is meant for the shards there are when the stream is first listed: later ones are new whole. */
export function createStreamPosition(
  startingPosition: StartingPosition,
  now: () => number,
  kept?: KeptCheckpoint,
): StreamPosition {
  const saved = kept?.read()
  const shards = saved?.shards ?? []
  const idsOf = (some: typeof shards) => new Set(some.map(({ shardId }) => shardId))
  const progress = new Map<string, ShardProgress>()
  const finished = idsOf(shards.filter(({ isFinished }) => isFinished))
  const known = idsOf(shards)
  const begun = idsOf(shards.filter(({ isBegun }) => isBegun))
  let listed: ReadonlySet<string> = new Set()
  let first = saved && { ...saved.first, shardIds: new Set(saved.first.shardIds) }

  const save = () => {
    if (first === undefined) return
    kept?.write({
      first: { atMs: first.atMs, shardIds: [...first.shardIds] },
      shards: [...known].map((shardId) => ({
        shardId,
        doneUpTo: progress.get(shardId)?.doneUpTo(),
        isFinished: finished.has(shardId),
        isBegun: begun.has(shardId),
      })),
    })
  }
  const progressOf = (shardId: string, doneUpTo?: string) => {
    const found = progress.get(shardId) ?? createShardProgress({ doneUpTo, onMoved: save })
    progress.set(shardId, found)
    return found
  }
  for (const { shardId, doneUpTo } of shards) progressOf(shardId, doneUpTo)

  return {
    list(shards) {
      listed = new Set(shards.map(({ shardId }) => shardId))
      first ??= { shardIds: new Set(listed), atMs: now() }
      const gone = [...known].filter((shardId) => !listed.has(shardId))
      const trimmed = gone
        .filter((shardId) => !finished.has(shardId))
        .map((shardId) => ({ shardId, doneUpTo: progress.get(shardId)?.doneUpTo() }))
      for (const shardId of gone) {
        for (const ofShards of [known, begun, progress, finished]) ofShards.delete(shardId)
      }
      for (const shardId of listed) known.add(shardId)
      save()
      return trimmed
    },
    isListed: (shardId) => listed.has(shardId),
    isFinished: (shardId) => finished.has(shardId),
    finish(shardId) {
      finished.add(shardId)
      save()
    },
    progressOf: (shardId) => progressOf(shardId),
    startOf({ shardId, parentShardId }) {
      if (startingPosition === 'TRIM_HORIZON' || !first?.shardIds.has(shardId)) {
        return { place: 'TRIM_HORIZON' }
      }
      const notBeforeMs = first.atMs
      // One that had to wait for its parent has had records since.
      const waited = parentShardId !== undefined && first.shardIds.has(parentShardId)
      const isLatest = !waited && !begun.has(shardId)
      begun.add(shardId)
      save()
      return { place: isLatest ? 'LATEST' : 'TRIM_HORIZON', notBeforeMs }
    },
  }
}
