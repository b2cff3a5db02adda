import type { SourceRecord } from './source-record.ts'
import type { ShardPage, StreamPort, StreamShard } from './stream-port.ts'

const PAGE_RECORDS = 100

/** A stream in memory for tests. Iterators are `<shard>#<place>`. */
export interface FakeStream extends StreamPort {
  addShard(shardId: string, parentShardId?: string): void
  put(shardId: string, ...records: readonly SourceRecord[]): void
  /** No further record comes: the shard ends when it has been read. */
  close(shardId: string): void
  /** The next calls of that kind reject. */
  failNext(method: 'describe' | 'openShard' | 'read', times: number): void
  /** How many times records were asked for. */
  readonly reads: () => number
}

export function createFakeStream(partitionKey = 'pk'): FakeStream {
  const shards = new Map<string, { shard: StreamShard; records: SourceRecord[]; open: boolean }>()
  const failures = new Map<string, number>()
  let reads = 0

  const failIfAsked = (method: string) => {
    const left = failures.get(method) ?? 0
    failures.set(method, left - 1)
    if (left > 0) throw new Error(`${method} failed`)
  }
  const find = (shardId: string) => {
    const found = shards.get(shardId)
    if (found === undefined) throw new Error(`no shard ${shardId}`)
    return found
  }

  return {
    reads: () => reads,
    addShard: (shardId, parentShardId) => {
      const shard = parentShardId === undefined ? { shardId } : { shardId, parentShardId }
      shards.set(shardId, { shard, records: [], open: true })
    },
    put: (shardId, ...records) => find(shardId).records.push(...records),
    close: (shardId) => {
      find(shardId).open = false
    },
    failNext: (method, times) => failures.set(method, times),
    async describe() {
      failIfAsked('describe')
      return { partitionKey, shards: [...shards.values()].map(({ shard }) => shard) }
    },
    async openShard(shardId, afterSequenceNumber) {
      failIfAsked('openShard')
      const { records } = find(shardId)
      const place = records.findIndex(
        ({ dynamodb }) => dynamodb.SequenceNumber === afterSequenceNumber,
      )
      return `${shardId}#${place + 1}`
    },
    async read(iterator): Promise<ShardPage> {
      reads++
      failIfAsked('read')
      const [shardId = '', place = '0'] = iterator.split('#')
      const { records, open } = find(shardId)
      const page = records.slice(Number(place), Number(place) + PAGE_RECORDS)
      const next = Number(place) + page.length
      const isEnd = !open && next === records.length
      return isEnd ? { records: page } : { records: page, nextIterator: `${shardId}#${next}` }
    },
  }
}

let lastSequenceNumber = 0

/** A stream record of an item; what is not given is made up, sequence numbers ascending. */
export function aStreamRecord(options: {
  readonly pk: string
  readonly sk?: string
  readonly createdAtMs?: number
  readonly userIdentity?: SourceRecord['userIdentity']
}): SourceRecord {
  const sequenceNumber = String(++lastSequenceNumber).padStart(21, '0')
  return {
    eventID: `event-${lastSequenceNumber}`,
    eventName: 'MODIFY',
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: 'ddblocal',
    dynamodb: {
      ApproximateCreationDateTime: Math.floor(
        (options.createdAtMs ?? Date.parse('2026-11-21T07:26:00Z')) / 1000,
      ),
      Keys: { pk: { S: options.pk }, sk: { S: options.sk ?? 'a' } },
      NewImage: { pk: { S: options.pk }, sk: { S: options.sk ?? 'a' } },
      SequenceNumber: sequenceNumber,
      SizeBytes: 100,
      StreamViewType: 'NEW_AND_OLD_IMAGES',
    },
    eventSourceARN: 'arn:aws:dynamodb:ddblocal:000000000000:table/t/stream/2026-11-01T00:00:00.000',
    ...(options.userIdentity && { userIdentity: options.userIdentity }),
  }
}
