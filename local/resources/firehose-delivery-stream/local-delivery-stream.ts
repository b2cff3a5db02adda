import type { Journal } from '../../kept/journal.ts'
import { type DeliveryOptions, deliverBuffer } from './delivery/deliver-buffer.ts'
import { toErrorRecord } from './delivery/error-record.ts'
import type { KeptRecord } from './delivery/kept-record.ts'
import { createPartitionBuffers } from './delivery/partition-buffers.ts'
import { ACTIVE_PARTITIONS_MAX, KEPT_BYTES_MAX } from './limits.ts'
import { chooseErrorPartition, choosePartition } from './partitioning/choose-partition.ts'
import { NotPartitioned, partitionsExceeded } from './partitioning/not-partitioned.ts'
import type { PartitionQuery } from './partitioning/partition-query.ts'
import type { PartitionKeys } from './prefix.ts'
import type { StreamSettings } from './stream-settings.ts'

/** A delivery stream of the stack, to put records on. */
export interface LocalDeliveryStream {
  readonly arn: string
  readonly name: string
  /** Takes a record; what becomes of it comes later. @returns false while too much is kept. */
  put(data: Uint8Array): boolean
  /** Takes what an earlier run had taken and not delivered. */
  resume(): void
  /** Resolves when every record that was taken has its partition. */
  sorted(): Promise<void>
  /** Delivers all that was taken, without waiting for buffers to fill. */
  stop(): Promise<void>
}

export interface LocalDeliveryStreamOptions extends Omit<DeliveryOptions, 'stopping' | 'isKept'> {
  readonly arn: string
  readonly settings: StreamSettings
  /** The longest that a record is buffered here, whatever the template says. */
  readonly flushMs: number
  /** Absent without dynamic partitioning. */
  readonly query?: PartitionQuery
  /** Holds each record from before it is taken until it is delivered. */
  readonly journal?: Journal | undefined
}

export function createLocalDeliveryStream(
  options: LocalDeliveryStreamOptions,
): LocalDeliveryStream {
  const { arn, name, settings, clock, query, journal } = options
  const stopping = new AbortController()
  let arrived: KeptRecord[] = []
  let keptBytes = 0
  let sorting: Promise<void> | undefined

  const buffers = createPartitionBuffers({
    clock,
    bufferMs: Math.min(settings.bufferMs, options.flushMs),
    bufferBytesMax: settings.bufferBytesMax,
    deliver: async (buffer) => {
      const isKept = journal !== undefined
      const isDone = await deliverBuffer(buffer, { ...options, isKept, stopping: stopping.signal })
      for (const { entry } of buffer.records) {
        if (isDone && entry !== undefined) journal?.done(entry)
      }
      keptBytes -= buffer.bytes
    },
  })
  const misfile = (record: KeptRecord, reason: NotPartitioned) => {
    const error = toErrorRecord(record, reason, clock.now())
    keptBytes += error.data.length - record.data.length
    buffers.add(chooseErrorPartition(reason, settings), error)
  }
  const file = (record: KeptRecord, keys: PartitionKeys | NotPartitioned) => {
    const partition = keys instanceof NotPartitioned ? keys : choosePartition(keys, settings)
    if (partition instanceof NotPartitioned) misfile(record, partition)
    else if (!buffers.add(partition, record)) {
      misfile(record, partitionsExceeded(ACTIVE_PARTITIONS_MAX))
    }
  }
  const sort = async () => {
    while (arrived.length > 0) {
      const records = arrived
      arrived = []
      const texts = records.map(({ data }) => Buffer.from(data).toString('utf8'))
      const keys = await query?.evaluate(texts)
      for (const [index, record] of records.entries()) file(record, keys?.[index] ?? {})
    }
    sorting = undefined
  }

  const take = (record: KeptRecord) => {
    keptBytes += record.data.length
    arrived.push(record)
    sorting ??= sort()
  }

  return {
    arn,
    name,
    put(data) {
      if (keptBytes + data.length > KEPT_BYTES_MAX) return false
      const record = { data, arrivedAtMs: clock.now() }
      take({ ...record, entry: journal?.add(toEntry(record)) })
      return true
    },
    resume() {
      for (const { entry, text } of journal?.left() ?? []) take({ ...fromEntry(text), entry })
    },
    sorted: async () => sorting,
    async stop() {
      stopping.abort()
      await sorting
      buffers.flush()
      await buffers.idle()
      await query?.stop()
    },
  }
}

function toEntry({ data, arrivedAtMs }: KeptRecord): string {
  return `${arrivedAtMs} ${Buffer.from(data).toString('base64')}`
}

function fromEntry(text: string): KeptRecord {
  const [arrivedAtMs, data = ''] = text.split(' ')
  return { data: Buffer.from(data, 'base64'), arrivedAtMs: Number(arrivedAtMs) }
}
