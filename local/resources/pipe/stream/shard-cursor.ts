import type { Clock } from '../../../clock.ts'
import { type ReadRecord, toReadRecord } from './read-record.ts'
import { isExpiredIterator, isTrimmedData } from './stream-error.ts'
import type { ShardPlace, StreamPort } from './stream-port.ts'
import type { ShardStart } from './stream-position.ts'

export interface ShardCursorOptions {
  readonly stream: StreamPort
  readonly shardId: string
  readonly start: ShardStart
  /** Reading begins after this record instead. */
  readonly after: string | undefined
  readonly clock: Clock
  /** What comes after this record may be lost. */
  readonly onTrimmed: (after: string | undefined) => void
}

export interface CursorPage {
  readonly records: readonly ReadRecord[]
  /** The shard has nothing to read just now. */
  readonly isIdle: boolean
  /** The shard is closed and read to its end. */
  readonly isLast: boolean
}

/** A place in a shard, which iterators come and go beside. */
export interface ShardCursor {
  /** What comes next. @throws what the stream throws; the next call tries again from the same place. */
  next(): Promise<CursorPage>
}

/** Iterators that expire, and places that are trimmed away, are replaced without a failure. */
export function createShardCursor(options: ShardCursorOptions): ShardCursor {
  const { stream, shardId, start, clock } = options
  let lastRead = options.after
  let iterator: string | undefined
  let isFirst = true
  let notBeforeMs = 0

  const placeToOpen = (): ShardPlace => {
    const place = isFirst ? start.place : 'TRIM_HORIZON'
    isFirst = false
    if (lastRead !== undefined) return { after: lastRead }
    notBeforeMs = place === 'LATEST' ? 0 : (start.notBeforeMs ?? 0)
    return place
  }
  const next = async (): Promise<CursorPage> => {
    const wasOpen = iterator !== undefined
    try {
      iterator ??= await stream.openShard(shardId, placeToOpen())
      const page = await stream.read(iterator)
      iterator = page.nextIterator
      lastRead = page.records.at(-1)?.dynamodb.SequenceNumber ?? lastRead
      const read = { ...stream, readAtMs: clock.now() }
      const records = page.records.map((source) => toReadRecord(source, read))
      return {
        records: records.filter(({ createdAtMs }) => createdAtMs >= notBeforeMs),
        isIdle: records.length === 0,
        isLast: iterator === undefined,
      }
    } catch (error) {
      iterator = undefined
      const after = lastRead
      if (isTrimmedData(error)) {
        options.onTrimmed(after)
        lastRead = undefined
      }
      // Anew, and only if it was an old iterator or place: what fails at once has to wait.
      const isReplaced = isExpiredIterator(error) ? wasOpen : isTrimmedData(error) && after
      if (isReplaced) return next()
      throw error
    }
  }
  return { next }
}
