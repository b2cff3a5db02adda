import { PRICES } from '../prices.ts'
import { MIB_OF_CPU, OBJECTS_MS, type Work } from './assumptions.ts'
import { batchSizeOf } from './batch-size.ts'
import { type BillLine, type Part, variable } from './bill.ts'
import { SECONDS_OF_MONTH } from './month.ts'

const BYTES_OF_KB = 1_000

export interface FunctionLoad {
  /** Changes a second of a lane, which is what is batched together. */
  readonly rate: number
  readonly lanes: number
  readonly windowSeconds: number
  readonly batchSizeMax: number
  /** Batches in work at a time, at most: of all lanes. */
  readonly concurrencyMax: number
  readonly memoryMib: number
  readonly work: Work
  /** Of a change, as it comes in, and what of it lies in an object. */
  readonly bytesPerChange: number
  /** Objects that a change is stored in or read from. */
  readonly objectsPerChange: number
}

/** What a function does in a month. */
export interface Invocations {
  /** Changes of one, on average. */
  readonly batch: number
  readonly count: number
  readonly durationMs: number
  readonly gbSeconds: number
  /** False when full batches, as many at a time as may be, do not keep up. */
  readonly keepsUp: boolean
}

export function invocationsOf(load: FunctionLoad): Invocations {
  const total = load.rate * load.lanes
  const needed = batchToKeepUp(total, load)
  const waited = batchSizeOf({ ...load, sizeMax: load.batchSizeMax })
  const batch = Math.min(Math.max(waited, needed), load.batchSizeMax)
  const count = (total / batch) * SECONDS_OF_MONTH
  const { first, each } = timesOf(load)
  const objectsMs = OBJECTS_MS * Math.min(1, load.objectsPerChange * batch)
  const durationMs = first + each * batch + objectsMs
  return {
    batch,
    count,
    durationMs,
    gbSeconds: (count * durationMs * load.memoryMib) / (1_000 * 1_024),
    keepsUp: needed <= load.batchSizeMax,
  }
}

/** A function has a part of a CPU that grows with its memory, and never more than it can use: one. */
function timesOf(load: FunctionLoad): { readonly first: number; readonly each: number } {
  const { work, memoryMib, bytesPerChange } = load
  const slower = Math.max(1, MIB_OF_CPU / memoryMib)
  return {
    first: work.waitMs + work.cpuMs * slower,
    each: work.waitMsPerChange + work.cpuMsPerKb * (bytesPerChange / BYTES_OF_KB) * slower,
  }
}

/** While all that may be in work is, the queue waits and batches grow. Infinite: no batch is large enough. */
function batchToKeepUp(rate: number, load: FunctionLoad): number {
  const { first, each } = timesOf(load)
  const spareMs = load.concurrencyMax * 1_000 - rate * each
  const firstMax = first + (load.objectsPerChange > 0 ? OBJECTS_MS : 0)
  return spareMs > 0 ? (rate * firstMax) / spareMs : Number.POSITIVE_INFINITY
}

/** Requests and time. */
export function functionLines(part: Part, { batch, count, gbSeconds }: Invocations): BillLine[] {
  const invocations = variable(part, 'invocations', count, PRICES.functionRequest)
  return [
    { ...invocations, note: `of ${describeBatch(batch)}` },
    variable(part, 'time of its function', gbSeconds, PRICES.functionGbSecond),
  ]
}

function describeBatch(batch: number): string {
  const rounded = batch < 10 ? Math.round(batch * 10) / 10 : Math.round(batch)
  return `${rounded} change${rounded === 1 ? '' : 's'}`
}
