import type { KeptRecord } from './kept-record.ts'

/** Where records go together. */
export interface Partition {
  /** Equal for records of the same partition. */
  readonly id: string
  /** Of the objects' names. @param arrivedAtMs of the oldest record in the object. */
  toPrefix(arrivedAtMs: number): string
  /** Why its records have no partition of their own; undefined for those that have. */
  readonly errorType?: string
}

/** Records of one partition, in the order in which they came: one object. */
export interface FilledBuffer {
  readonly partition: Partition
  readonly records: readonly KeptRecord[]
  readonly bytes: number
}
