import type { Clock } from '../../../clock.ts'
import { ACTIVE_PARTITIONS_MAX } from '../limits.ts'
import type { KeptRecord } from './kept-record.ts'
import type { FilledBuffer, Partition } from './partition.ts'

/** A buffer for each partition, handed on when it is full or its time is over. */
export interface PartitionBuffers {
  /** @returns false when there would be too many partitions. */
  add(partition: Partition, record: KeptRecord): boolean
  /** Hands all of them on now. */
  flush(): void
  /** Resolves when nothing is buffered or being delivered any more. */
  idle(): Promise<void>
}

export interface PartitionBuffersOptions {
  readonly clock: Clock
  /** From the first record of a buffer on. */
  readonly bufferMs: number
  readonly bufferBytesMax: number
  /** The partition is active until it resolves. Never rejects. */
  readonly deliver: (buffer: FilledBuffer) => Promise<void>
}

interface Filling extends FilledBuffer {
  readonly records: KeptRecord[]
  bytes: number
  readonly closing: AbortController
}

export function createPartitionBuffers(options: PartitionBuffersOptions): PartitionBuffers {
  const { clock, bufferMs, bufferBytesMax, deliver } = options
  const filling = new Map<string, Filling>()
  const underWay = new Map<Promise<void>, Partition>()

  const close = (buffer: Filling) => {
    if (filling.get(buffer.partition.id) === buffer) filling.delete(buffer.partition.id)
    buffer.closing.abort()
  }
  const fillAndDeliver = async (buffer: Filling) => {
    await clock.sleep(bufferMs, buffer.closing.signal)
    close(buffer)
    await deliver(buffer)
  }
  const open = (partition: Partition): Filling => {
    const buffer = { partition, records: [], bytes: 0, closing: new AbortController() }
    filling.set(partition.id, buffer)
    const delivered = fillAndDeliver(buffer).finally(() => underWay.delete(delivered))
    underWay.set(delivered, partition)
    return buffer
  }
  /** What has no partition of its own counts for none. */
  const hasRoomFor = ({ id, errorType }: Partition): boolean => {
    if (errorType !== undefined) return true
    const own = [...underWay.values()].filter((one) => one.errorType === undefined)
    const active = new Set(own.map((one) => one.id))
    return active.has(id) || active.size < ACTIVE_PARTITIONS_MAX
  }

  return {
    add(partition, record) {
      const found = filling.get(partition.id)
      if (found === undefined && !hasRoomFor(partition)) return false
      const buffer = found ?? open(partition)
      buffer.records.push(record)
      buffer.bytes += record.data.length
      if (buffer.bytes >= bufferBytesMax) close(buffer)
      return true
    },
    flush() {
      for (const buffer of [...filling.values()]) close(buffer)
    },
    async idle() {
      while (underWay.size > 0) await Promise.all(underWay.keys())
    },
  }
}
