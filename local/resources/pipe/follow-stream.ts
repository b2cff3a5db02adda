import { type BackOff, backOffDelayMs } from '../../back-off.ts'
import type { Clock } from '../../clock.ts'
import { messageOf } from '../../message-of.ts'
import { RETRY_FIRST_MS, RETRY_LONGEST_MS, SHARD_DISCOVERY_MS } from './limits.ts'
import type { StreamDescription, StreamPort, StreamShard } from './stream-port.ts'

export interface StreamFollowing {
  readonly stream: StreamPort
  readonly clock: Clock
  readonly random: () => number
  /** Resolves when the shard is read to its end and all of its records are done. */
  readonly onShard: (shard: StreamShard, stream: StreamDescription) => Promise<void>
  readonly onRetry: (delayMs: number, reason: string) => void
  readonly signal: AbortSignal
}

/**
 * Finds shards and has each one read once, a child only after its parent is done, so that the order
 * of an item's changes survives a split. A parent that is no longer listed has been trimmed.
 */
export async function followStream(following: StreamFollowing): Promise<void> {
  const { stream, clock, signal } = following
  const backOff: BackOff = {
    firstMs: RETRY_FIRST_MS,
    longestMs: RETRY_LONGEST_MS,
    random: following.random,
  }
  const started = new Map<string, Promise<void>>()
  const done = new Set<string>()

  let shardDone = new AbortController()
  const start = (shard: StreamShard, description: StreamDescription) => {
    const reading = following.onShard(shard, description).then(() => {
      done.add(shard.shardId)
      shardDone.abort()
    })
    started.set(shard.shardId, reading)
  }

  for (let failures = 0; !signal.aborted; ) {
    shardDone = new AbortController()
    try {
      const description = await stream.describe()
      for (const shard of readableShards(description.shards, started, done))
        start(shard, description)
      failures = 0
      await clock.sleep(SHARD_DISCOVERY_MS, AbortSignal.any([signal, shardDone.signal]))
    } catch (error) {
      failures++
      const delayMs = backOffDelayMs(failures, backOff)
      following.onRetry(delayMs, messageOf(error))
      await clock.sleep(delayMs, signal)
    }
  }
  await Promise.all(started.values())
}

function readableShards(
  shards: readonly StreamShard[],
  started: ReadonlyMap<string, unknown>,
  done: ReadonlySet<string>,
): StreamShard[] {
  const listed = new Set(shards.map(({ shardId }) => shardId))
  return shards.filter(
    ({ shardId, parentShardId }) =>
      !started.has(shardId) &&
      (parentShardId === undefined || !listed.has(parentShardId) || done.has(parentShardId)),
  )
}
