import { PRICES } from '../prices.ts'
import type { BillLine, Part } from './bill.ts'
import { variable } from './bill.ts'
import { type BillInput, passingChanges } from './bill-input.ts'
import { functionLines, type Invocations } from './invocations.ts'
import { BYTES_OF_GB, DAYS_OF_MONTH } from './month.ts'
import { enrichmentOf, pipeLines } from './pipe-lines.ts'
import { queueLines } from './queue-lines.ts'
import {
  directFunctions,
  messagesPerSecond,
  type SinkName,
  sinkFunctions,
} from './sink-functions.ts'
import { STACK } from './stack.ts'
import { cacheStoreLines, domainLines, lakeStoreLines } from './store-lines.ts'
import { keyLines, watchingLines } from './watching-lines.ts'

const SINK_PARTS: readonly (readonly [SinkName, Part])[] = [
  ['search', 'Search'],
  ['lake', 'Lake'],
  ['cache', 'Cache'],
]

/** What a month of the stack costs. */
export function tailraceBill(input: BillInput, entities: number): readonly BillLine[] {
  const sinks = sinkFunctions(input)
  return [
    ...pipeLines(input),
    ...SINK_PARTS.flatMap(([sink, part]) => [
      ...queueLines(part, messagesPerSecond(sink, input), {
        invocations: sinks[sink],
        sizes: input.sizes,
      }),
      ...functionLines(part, sinks[sink]),
    ]),
    ...storeLines(input, entities),
    ...watchingLines(input, [enrichmentOf(input), ...Object.values(sinks)]),
    ...keyLines(STACK.sinks),
  ]
}

/**
 * The naive shape: each rule invokes its function for every event, with the same stores behind. It
 * gathers nothing, and nothing pushes back: what a store refuses twice more is lost.
 */
export function naiveBill(input: BillInput, entities: number): readonly BillLine[] {
  const functions = directFunctions(input)
  return [
    ...pipeLines(input),
    ...SINK_PARTS.flatMap(([sink, part]) => functionLines(part, functions[sink])),
    ...storeLines(input, entities),
    ...watchingLines(input, [enrichmentOf(input), ...Object.values(functions)]),
    ...keyLines(0),
  ]
}

function storeLines(input: BillInput, entities: number): readonly BillLine[] {
  const { settings, sizes } = input
  const changes = passingChanges(input)
  const claims = changes * sizes.claimsPerChange
  const months = settings.claimCheckRetentionDays / DAYS_OF_MONTH
  const claimedGb = ((changes * sizes.claimBytesPerChange) / BYTES_OF_GB) * months
  return [
    ...domainLines(input),
    ...lakeStoreLines(input, entities),
    ...cacheStoreLines(input),
    variable('Enrichment', 'large images, kept', claimedGb, PRICES.objectGb),
    variable('Search', 'images fetched', claims, PRICES.objectGet),
    variable('Lake', 'images fetched', claims, PRICES.objectGet),
  ]
}

/** Functions that cannot keep up at this rate, whatever a batch holds. */
export function findOverloaded(input: BillInput): readonly string[] {
  const functions: Readonly<Record<string, Invocations>> = {
    enrichment: enrichmentOf(input),
    ...sinkFunctions(input),
  }
  return Object.entries(functions)
    .filter(([, { keepsUp }]) => !keepsUp)
    .map(([name]) => name)
}
