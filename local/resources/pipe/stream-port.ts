import type { SourceRecord } from './source-record.ts'

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

/** What a Pipe does with its stream. Every call may reject and is then tried again. */
export interface StreamPort {
  describe(): Promise<StreamDescription>
  /** An iterator after a sequence number, or at the oldest record there is. */
  openShard(shardId: string, afterSequenceNumber?: string): Promise<string>
  read(iterator: string): Promise<ShardPage>
}
