import { randomUUID } from 'node:crypto'
import type { Partition } from '../delivery/partition.ts'
import { PREFIX_LENGTH_MAX } from '../limits.ts'
import { evaluatePrefix, identifyPartition, keysOf, type PartitionKeys } from '../prefix.ts'
import type { StreamSettings } from '../stream-settings.ts'
import { type NotPartitioned, partitioningFailed } from './not-partitioned.ts'

type Prefixes = Pick<StreamSettings, 'prefix' | 'errorPrefix'>

/** Where a record with these keys goes, or why nowhere. */
export function choosePartition(
  keys: PartitionKeys,
  { prefix }: Prefixes,
): Partition | NotPartitioned {
  const missing = keysOf(prefix).find((name) => !Object.hasOwn(keys, name))
  if (missing !== undefined) {
    return partitioningFailed(`The query gives no key ${missing}, which the prefix needs`)
  }
  const toPrefix = (arrivedAtMs: number) =>
    evaluatePrefix(prefix, { arrivedAtMs, keys, randomText })
  if (toPrefix(0).length > PREFIX_LENGTH_MAX) {
    return partitioningFailed(`The prefix is longer than ${PREFIX_LENGTH_MAX} characters`)
  }
  return { id: `records ${identifyPartition(prefix, keys)}`, toPrefix }
}

/** Where a record goes that has no partition. */
export function chooseErrorPartition(
  { errorType }: NotPartitioned,
  { errorPrefix }: Prefixes,
): Partition {
  return {
    id: `errors ${errorType}`,
    errorType,
    toPrefix: (arrivedAtMs) => evaluatePrefix(errorPrefix, { arrivedAtMs, errorType, randomText }),
  }
}

/** https://docs.aws.amazon.com/firehose/latest/dev/s3-prefixes.html, `!{firehose:random-string}` */
function randomText(): string {
  return randomUUID().slice(0, 11)
}
