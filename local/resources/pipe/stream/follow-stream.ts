import { type BackOff, backOffDelayMs } from '../../../back-off.ts'
import type { Clock } from '../../../clock.ts'
import { RETRY_FIRST_MS, RETRY_LONGEST_MS, SHARD_DISCOVERY_MS } from '../limits.ts'
import type { StreamDescription, StreamPort, StreamShard } from './stream-port.ts'
import type { StreamPosition, TrimmedShard } from './stream-position.ts'

export interface StreamFollowing {
  readonly stream: Pick<StreamPort, 'describe'>
  readonly position: StreamPosition
  readonly clock: Clock
  readonly random: () => number
  /** The stream has answered. */
  readonly onListed: () => void
  /** Resolves when nothing of the shard is under way any more; to its end, or not, when it stops. */
  readonly onShard: (shard: StreamShard, stream: StreamDescription) => Promise<void>
  readonly onTrimmed: (shard: TrimmedShard) => void
  readonly onRetry: (delayMs: number, error: unknown) => void
  readonly signal: AbortSignal
}

/**
 * Finds shards and has each one read, a child only after its parent is done, so that the order of an
 * item's changes survives a split. A parent that is no longer listed has been trimmed.
 */
export async function followStream(following: StreamFollowing): Promise<void> {
  const { stream, position, clock, random, signal } = following
  const backOff: BackOff = { firstMs: RETRY_FIRST_MS, longestMs: RETRY_LONGEST_MS, random }
  const running = new Map<string, Promise<void>>()
  let shardEnded = new AbortController()

  const start = (shard: StreamShard, description: StreamDescription) => {
    const reading = following.onShard(shard, description).finally(() => {
      running.delete(shard.shardId)
      shardEnded.abort()
    })
    running.set(shard.shardId, reading)
  }
  const isReadable = ({ shardId, parentShardId }: StreamShard): boolean => {
    if (running.has(shardId) || position.isFinished(shardId)) return false
    if (parentShardId === undefined) return true
    if (running.has(parentShardId)) return false
    return position.isFinished(parentShardId) || !position.isListed(parentShardId)
  }

  for (let failures = 0; !signal.aborted; ) {
    shardEnded = new AbortController()
    try {
      const description = await stream.describe()
      failures = 0
      following.onListed()
      for (const trimmed of position.list(description.shards)) following.onTrimmed(trimmed)
      for (const shard of description.shards) {
        if (!signal.aborted && isReadable(shard)) start(shard, description)
      }
      await clock.sleep(SHARD_DISCOVERY_MS, AbortSignal.any([signal, shardEnded.signal]))
    } catch (error) {
      failures++
      const delayMs = backOffDelayMs(failures, backOff)
      following.onRetry(delayMs, error)
      await clock.sleep(delayMs, signal)
    }
  }
  await Promise.all(running.values())
}
