import { randomUUID } from 'node:crypto'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { backOffDelayMs } from '../../../back-off.ts'
import type { Clock } from '../../../clock.ts'
import { messageOf } from '../../../message-of.ts'
import type { Emit } from '../../../signals.ts'
import { formatTimestamp } from '../format-timestamp.ts'
import { KEPT_MS_MAX } from '../limits.ts'
import type { StreamSettings } from '../stream-settings.ts'
import type { FilledBuffer } from './partition.ts'

export interface DeliveryOptions {
  readonly name: string
  readonly logicalId: string
  readonly settings: Pick<StreamSettings, 'compression' | 'extension'>
  /** @throws when the bucket did not say that it has the object. */
  readonly writeObject: (key: string, body: Uint8Array) => Promise<void>
  readonly clock: Clock
  /** A number in [0, 1). */
  readonly random: () => number
  readonly emit: Emit
  /** What cannot be delivered at once any more is lost, or left to the next run. */
  readonly stopping: AbortSignal
  /** A journal holds the records for the next run: a stop loses none. */
  readonly isKept: boolean
}

/** AWS says that it tries for 24 hours, not how often. */
const RETRY = { firstMs: 1_000, longestMs: 60_000 } as const

/** A stream of a running stack is never changed. */
const STREAM_VERSION = 1

const compress = promisify(gzip)

/**
 * Writes a buffer as one object, again and again until the bucket has it or its time is over.
 *
 * @returns false when a stop left it to the next run.
 */
export async function deliverBuffer(
  buffer: FilledBuffer,
  options: DeliveryOptions,
): Promise<boolean> {
  const { partition, records, bytes } = buffer
  const { logicalId, settings, writeObject, clock, random, emit, stopping, isKept } = options
  const arrivedAtMs = records[0]?.arrivedAtMs ?? clock.now()
  const content = Buffer.concat(records.map(({ data }) => data))
  const body = settings.compression === 'GZIP' ? await compress(content) : content

  for (let failures = 1; ; failures++) {
    // A write that was not answered may have been done: another name, and the records are there twice.
    const key = partition.toPrefix(arrivedAtMs) + toObjectName(arrivedAtMs, options)
    try {
      await writeObject(key, body)
      const { errorType } = partition
      const delivered = { deliveryStream: logicalId, key, records: records.length, bytes }
      if (errorType === undefined) emit({ type: 'records.delivered', ...delivered })
      else emit({ type: 'records.misfiled', ...delivered, errorType })
      return true
    } catch (error) {
      const reason = messageOf(error)
      const isTooOld = clock.now() - arrivedAtMs >= KEPT_MS_MAX
      if (stopping.aborted && isKept && !isTooOld) return false
      if (stopping.aborted || isTooOld) {
        emit({ type: 'records.lost', deliveryStream: logicalId, records: records.length, reason })
        return true
      }
      const delayMs = backOffDelayMs(failures, { ...RETRY, random })
      emit({ type: 'retry.scheduled', resource: logicalId, delayMs, reason })
      await clock.sleep(delayMs, stopping)
    }
  }
}

/** https://docs.aws.amazon.com/firehose/latest/dev/s3-object-name.html */
function toObjectName(arrivedAtMs: number, { name, settings }: DeliveryOptions): string {
  const time = formatTimestamp('yyyy-MM-dd-HH-mm-ss', arrivedAtMs)
  return `${name}-${STREAM_VERSION}-${time}-${randomUUID()}${settings.extension}`
}
