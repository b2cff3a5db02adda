import type { Clock } from '../../../clock.ts'
import type { SourceRecord } from '../source-record.ts'
import type { ShardPage, ShardPlace, StreamPort, StreamShard } from './stream-port.ts'

const PAGE_RECORDS = 100
/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_GetShardIterator.html */
const ITERATOR_MS_MAX = 15 * 60_000

/** A stream in memory for tests. Iterators are `<shard>#<place>#<made at>` and age as AWS's do. */
export interface FakeStream extends StreamPort {
  addShard(shardId: string, parentShardId?: string): void
  put(shardId: string, ...records: readonly SourceRecord[]): void
  /** No further record comes: the shard ends when it has been read. */
  close(shardId: string): void
  /** Forgets the oldest records of a shard. */
  trim(shardId: string, count: number): void
  /** Forgets a shard. */
  remove(shardId: string): void
  /** The next calls of that kind reject, with an error of that name. */
  failNext(method: 'describe' | 'openShard' | 'read', times: number, errorName?: string): void
  /** How many times records were asked for. */
  readonly reads: () => number
}

interface FakeShard {
  readonly shard: StreamShard
  readonly records: SourceRecord[]
  trimmed: number
  isOpen: boolean
}

export function createFakeStream(clock: Clock, timeStepMs = 1_000): FakeStream {
  const shards = new Map<string, FakeShard>()
  const failures = new Map<string, { times: number; errorName: string }>()
  let reads = 0

  const failIfAsked = (method: string) => {
    const failure = failures.get(method)
    if (failure === undefined || failure.times === 0) return
    failure.times--
    throw errorNamed(failure.errorName, `${method} failed`)
  }
  const find = (shardId: string) => {
    const found = shards.get(shardId)
    if (found === undefined) throw errorNamed('ResourceNotFoundException', `no shard ${shardId}`)
    return found
  }
  const indexOf = ({ records, trimmed }: FakeShard, place: ShardPlace): number => {
    if (place === 'TRIM_HORIZON') return trimmed
    if (place === 'LATEST') return records.length
    const after = records.findIndex(({ dynamodb }) => dynamodb.SequenceNumber === place.after)
    if (after < trimmed) throw errorNamed('TrimmedDataAccessException', 'it is trimmed')
    return after + 1
  }
  const iteratorAt = (shardId: string, index: number) => `${shardId}#${index}#${clock.now()}`

  return {
    timeStepMs,
    reads: () => reads,
    addShard: (shardId, parentShardId) => {
      const shard = parentShardId === undefined ? { shardId } : { shardId, parentShardId }
      shards.set(shardId, { shard, records: [], trimmed: 0, isOpen: true })
    },
    put: (shardId, ...records) => find(shardId).records.push(...records),
    close: (shardId) => {
      find(shardId).isOpen = false
    },
    trim: (shardId, count) => {
      find(shardId).trimmed += count
    },
    remove: (shardId) => shards.delete(shardId),
    failNext: (method, times, errorName = 'Error') => failures.set(method, { times, errorName }),
    async describe() {
      // As over a network, where what is added in the meantime is listed.
      await Promise.resolve()
      failIfAsked('describe')
      return { partitionKey: 'pk', shards: [...shards.values()].map(({ shard }) => shard) }
    },
    async openShard(shardId, place) {
      failIfAsked('openShard')
      return iteratorAt(shardId, indexOf(find(shardId), place))
    },
    async read(iterator): Promise<ShardPage> {
      reads++
      failIfAsked('read')
      const [shardId = '', place = '0', madeAt = '0'] = iterator.split('#')
      if (clock.now() - Number(madeAt) > ITERATOR_MS_MAX) {
        throw errorNamed('ExpiredIteratorException', 'it is too old')
      }
      const { records, trimmed, isOpen } = find(shardId)
      if (Number(place) < trimmed) throw errorNamed('TrimmedDataAccessException', 'it is trimmed')
      const page = records.slice(Number(place), Number(place) + PAGE_RECORDS)
      const next = Number(place) + page.length
      const isEnd = !isOpen && next === records.length
      return isEnd ? { records: page } : { records: page, nextIterator: iteratorAt(shardId, next) }
    },
  }
}

function errorNamed(name: string, message: string): Error {
  return Object.assign(new Error(message), { name })
}
