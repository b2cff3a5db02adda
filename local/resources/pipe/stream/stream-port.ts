import type { SourceRecord } from '../source-record.ts'

export interface StreamShard {
  readonly shardId: string
  readonly parentShardId?: string
}

export interface StreamDescription {
  readonly shards: readonly StreamShard[]
  /** Name of the table's partition key. */
  readonly partitionKey: string
}

export interface ShardPage {
  readonly records: readonly SourceRecord[]
  /** Absent when the shard is closed and has been read to its end. */
  readonly nextIterator?: string
}

/** Where reading begins: at the oldest record there is, at what comes from now on, or after a record. */
export type ShardPlace = 'TRIM_HORIZON' | 'LATEST' | { readonly after: string }

/** What a Pipe does with its stream. Every call may reject and is then tried again. */
export interface StreamPort {
  /**
   * How far a record's time is rounded down, in milliseconds. DynamoDB: a second; DynamoDB Local: a
   * minute.
   */
  readonly timeStepMs: number
  /**
   * What the Pipe's clock showed at a moment of the stream's, in epoch milliseconds; without it both
   * show the same.
   */
  readonly toPipeTime?: (streamMs: number) => number
  describe(): Promise<StreamDescription>
  /** @returns an iterator. */
  openShard(shardId: string, place: ShardPlace): Promise<string>
  read(iterator: string): Promise<ShardPage>
}
