import type { ReadRecord } from '../stream/read-record.ts'

export interface Batch {
  readonly shardId: string
  readonly records: readonly ReadRecord[]
  /** These need nothing further: the target has them, or they were given up. */
  readonly onDone: (records: readonly ReadRecord[]) => void
}
