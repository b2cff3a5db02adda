import { type ReadRecord, sequenceNumberOf } from './read-record.ts'

/** What of one shard is done. It outlives a stop of its Pipe: the next run goes on from here. */
export interface ShardProgress {
  /** Everything up to this record is done; undefined before the first. */
  readonly doneUpTo: () => string | undefined
  /** A run begins: what was read and is not done is read again. */
  rewind(): void
  /** Whether an earlier run has read it already. */
  wasRead(record: ReadRecord): boolean
  /** Notes what was read, in its order, and gives what of it is not done yet. */
  begin(records: readonly ReadRecord[]): readonly ReadRecord[]
  finish(records: readonly ReadRecord[]): void
  /** Whether everything that was read is done. */
  isAllDone(): boolean
}

/**
 * ```
 * read:    1 2 3 4 5 6       lanes finish in any order
 * done:    x x . x . .       doneUpTo = 2; after a stop 3 is read and done, 4 is not repeated
 * ```
 */
export function createShardProgress(
  options: {
    /** What an earlier run of the runtime had done. */
    readonly doneUpTo?: string | undefined
    /** Told each time that more is done. */
    readonly onMoved?: () => void
  } = {},
): ShardProgress {
  let { doneUpTo } = options
  const underWay = new Map<string, boolean>()
  const ofEarlierRun = new Map<string, boolean>()

  const moveOn = () => {
    const before = doneUpTo
    for (const [sequenceNumber, isDone] of underWay) {
      if (!isDone) break
      doneUpTo = sequenceNumber
      underWay.delete(sequenceNumber)
    }
    if (doneUpTo !== before) options.onMoved?.()
  }
  return {
    doneUpTo: () => doneUpTo,
    rewind() {
      for (const [sequenceNumber, isDone] of underWay) ofEarlierRun.set(sequenceNumber, isDone)
      underWay.clear()
    },
    wasRead: (record) => ofEarlierRun.has(sequenceNumberOf(record)),
    begin(records) {
      const left: ReadRecord[] = []
      for (const record of records) {
        const sequenceNumber = sequenceNumberOf(record)
        const isDone = ofEarlierRun.get(sequenceNumber) === true
        ofEarlierRun.delete(sequenceNumber)
        underWay.set(sequenceNumber, isDone)
        if (!isDone) left.push(record)
      }
      moveOn()
      return left
    },
    finish(records) {
      for (const record of records) {
        const sequenceNumber = sequenceNumberOf(record)
        if (underWay.has(sequenceNumber)) underWay.set(sequenceNumber, true)
      }
      moveOn()
    },
    isAllDone: () => underWay.size === 0,
  }
}
