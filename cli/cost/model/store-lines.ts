import type { StageSettings } from '../../../infra/settings.ts'
import { PRICES, searchNodePrice } from '../prices.ts'
import {
  CACHE_GB_MIN,
  ECPUS_OF_KEY,
  FIREHOSE_BUFFER_BYTES,
  FIREHOSE_BUFFER_SECONDS,
  FLOOR_BYTES,
  JQ_MS,
} from './assumptions.ts'
import { type BillLine, fixed, variable } from './bill.ts'
import { type BillInput, passingChanges, passingRate } from './bill-input.ts'
import { BYTES_OF_GB, HOURS_OF_MONTH, SECONDS_OF_MONTH } from './month.ts'
import { STACK } from './stack.ts'

const MS_OF_HOUR = 3_600_000

/** The domain, unless there is one already. */
export function domainLines({ settings }: BillInput): readonly BillLine[] {
  if (settings.searchEndpoint !== '') return []
  const { searchInstanceCount: nodes, searchInstanceType: type, searchVolumeGib: gib } = settings
  const node = searchNodePrice(type)
  return [
    { ...fixed('Search', 'nodes', nodes * HOURS_OF_MONTH, node), note: `${nodes} x ${type}` },
    fixed('Search', 'volumes', nodes * gib, PRICES.searchGib),
  ]
}

/**
 * Delivery and storage. What is stored is a month of changes, kept for a month: each month adds as much.
 *
 * @param entities each has a folder of the day, and so objects of its own.
 */
export function lakeStoreLines(input: BillInput, entities: number): readonly BillLine[] {
  const { sizes } = input
  const changes = passingChanges(input)
  const billedGb = (changes * sizes.lineBilledBytes) / BYTES_OF_GB
  const gb = (changes * sizes.lineBytes) / BYTES_OF_GB
  const storedGb = (changes * sizes.lineGzipBytes) / BYTES_OF_GB
  const objects = objectsPerSecond(input, entities) * SECONDS_OF_MONTH
  const jqHours = (changes * JQ_MS) / MS_OF_HOUR
  return [
    variable('Lake', 'delivery by Firehose', billedGb, PRICES.firehoseGb),
    variable('Lake', 'partitioning', gb, PRICES.partitionedGb),
    variable('Lake', 'partitioned objects', objects, PRICES.partitionedObject),
    variable('Lake', 'jq', jqHours, PRICES.jqHour),
    variable('Lake', 'objects put', objects, PRICES.objectPut),
    variable('Lake', 'objects, kept', storedGb, PRICES.objectGb),
  ]
}

/** A buffer ends by time or by size, and holds one change at least. */
function objectsPerSecond(input: BillInput, entities: number): number {
  const rate = passingRate(input)
  const byTime = Math.min(rate, entities / FIREHOSE_BUFFER_SECONDS)
  return Math.max(byTime, (rate * input.sizes.lineBytes) / FIREHOSE_BUFFER_BYTES)
}

/** The cache and its way to SQS, unless there is one already. What the application caches is not counted. */
export function cacheStoreLines(input: BillInput): readonly BillLine[] {
  if (input.settings.cacheEndpoint !== '') return []
  const { settings, sizes } = input
  const ecpus = passingChanges(input) * sizes.cacheKeysPerChange * ECPUS_OF_KEY
  const above = Math.max(0, floorGb(input, settings) - CACHE_GB_MIN)
  return [
    fixed('Cache', 'least storage', CACHE_GB_MIN * HOURS_OF_MONTH, PRICES.cacheGbHour),
    variable('Cache', 'floors', above * HOURS_OF_MONTH, PRICES.cacheGbHour),
    variable('Cache', 'script calls', ecpus, PRICES.cacheEcpu),
    fixed('Cache', 'endpoint to SQS', STACK.endpointZones * HOURS_OF_MONTH, PRICES.endpointHour),
  ]
}

/** One floor an item that changed within their time to live; above its limit the cache evicts. */
function floorGb(input: BillInput, settings: StageSettings): number {
  const items = passingRate(input) * input.sizes.itemsPerChange * settings.cacheFloorTtlSeconds
  return Math.min((items * FLOOR_BYTES) / BYTES_OF_GB, settings.cacheDataGbMax)
}
