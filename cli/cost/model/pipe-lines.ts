import { PRICES } from '../prices.ts'
import {
  BYTES_OF_WRITE_UNIT,
  POLLS_PER_SECOND,
  SHARDS_MIN,
  WORK,
  WRITE_UNITS_OF_SHARD,
} from './assumptions.ts'
import { fittingBatch } from './batch-size.ts'
import { type BillLine, fixed, variable } from './bill.ts'
import { type BillInput, passingChanges, passingRate } from './bill-input.ts'
import { chunksOf } from './billed-size.ts'
import { functionLines, type Invocations, invocationsOf } from './invocations.ts'
import { SECONDS_OF_MONTH } from './month.ts'

/** Stream, Pipe, enrichment and bus: the same whatever comes behind the bus. */
export function pipeLines(input: BillInput): readonly BillLine[] {
  const { sizes } = input
  const enrichment = enrichmentOf(input)
  const reads = shardsOf(input) * POLLS_PER_SECOND * SECONDS_OF_MONTH
  const requests = enrichment.count * chunksOf(enrichment.batch * sizes.recordBytes)
  const changes = passingChanges(input)
  return [
    { ...fixed('Pipe', 'reads of the stream', reads, PRICES.streamRead), note: 'perhaps free' },
    variable('Pipe', 'requests', requests, PRICES.pipeRequest),
    ...functionLines('Enrichment', enrichment),
    variable('Enrichment', 'objects put', changes * sizes.storedPerChange, PRICES.objectPut),
    variable('Bus', 'events', changes * sizes.eventChunks, PRICES.busEvent),
  ]
}

/** One batch of one lane of one shard at a time: an item's changes share a lane. */
export function enrichmentOf(input: BillInput): Invocations {
  const { settings, sizes } = input
  const lanes = shardsOf(input) * settings.pipeParallelization
  return invocationsOf({
    rate: passingRate(input) / lanes,
    lanes,
    windowSeconds: Math.max(settings.pipeBatchingWindowSeconds, 1 / POLLS_PER_SECOND),
    batchSizeMax: fittingBatch(settings.pipeBatchSize, sizes.recordBytes),
    concurrencyMax: lanes,
    memoryMib: settings.enrichmentMemoryMib,
    work: WORK.enrichment,
    bytesPerChange: sizes.recordBytes,
    objectsPerChange: sizes.storedPerChange,
  })
}

/** A shard a partition; a partition takes so many writes. */
function shardsOf({ sizes, traffic }: BillInput): number {
  const unitsPerChange = Math.ceil(sizes.itemBytes / BYTES_OF_WRITE_UNIT)
  const units = traffic.changesPerSecond * unitsPerChange
  return Math.max(SHARDS_MIN, Math.ceil(units / WRITE_UNITS_OF_SHARD))
}
