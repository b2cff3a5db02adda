import { RECEIVE_WINDOW_SECONDS, WORK } from './assumptions.ts'
import { fittingBatch } from './batch-size.ts'
import { type BillInput, passingRate } from './bill-input.ts'
import { type FunctionLoad, type Invocations, invocationsOf } from './invocations.ts'

export type SinkName = 'search' | 'lake' | 'cache'

/** What each sink's function does, with a queue before it, which gathers. */
export function sinkFunctions(input: BillInput): Readonly<Record<SinkName, Invocations>> {
  const { settings } = input
  const of = (sink: SinkName) =>
    invocationsOf({
      ...common(sink, input),
      // Without a window a batch is what a receive brought.
      windowSeconds: Math.max(settings[`${sink}BatchingWindowSeconds`], RECEIVE_WINDOW_SECONDS),
      batchSizeMax: fittingBatch(settings[`${sink}BatchSize`], input.sizes.messageBytes),
      concurrencyMax: settings[`${sink}ConcurrencyMax`],
    })
  return { search: of('search'), lake: of('lake'), cache: of('cache') }
}

/** The same without a queue: the rule invokes the function for each event. */
export function directFunctions(input: BillInput): Readonly<Record<SinkName, Invocations>> {
  const of = (sink: SinkName) =>
    invocationsOf({
      ...common(sink, input),
      windowSeconds: 0,
      batchSizeMax: 1,
      concurrencyMax: Number.POSITIVE_INFINITY,
    })
  return { search: of('search'), lake: of('lake'), cache: of('cache') }
}

function common(
  sink: SinkName,
  input: BillInput,
): Omit<FunctionLoad, 'windowSeconds' | 'batchSizeMax' | 'concurrencyMax'> {
  const { sizes } = input
  // The cache needs no image.
  const redeems = sink !== 'cache'
  const perMessage = (ofChange: number) => ofChange / sizes.eventsPerChange
  return {
    rate: messagesPerSecond(sink, input),
    lanes: 1,
    memoryMib: input.settings[`${sink}MemoryMib`],
    work: WORK[sink],
    bytesPerChange: sizes.messageBytes + (redeems ? perMessage(sizes.claimBytesPerChange) : 0),
    objectsPerChange: redeems ? perMessage(sizes.claimsPerChange) : 0,
  }
}

/** What a sink's rule lets through. */
export function messagesPerSecond(sink: SinkName, input: BillInput): number {
  const { indexedPerChange, eventsPerChange } = input.sizes
  return passingRate(input) * (sink === 'search' ? indexedPerChange : eventsPerChange)
}
