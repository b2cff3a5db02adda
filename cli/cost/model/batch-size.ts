import { BATCH_BYTES_MAX } from './assumptions.ts'

/**
 * How many a batch holds on average: what comes within its window, at least one and at most its size.
 *
 * A window begins with its first element, so a batch holds up to one more than that: what follows from
 * this is at most so many invocations, never fewer.
 */
export function batchSizeOf(options: {
  /** Elements a second of what is batched together. */
  readonly rate: number
  readonly windowSeconds: number
  readonly sizeMax: number
}): number {
  const { rate, windowSeconds, sizeMax } = options
  return Math.min(Math.max(rate * windowSeconds, 1), sizeMax)
}

/** How many of such a size an invocation takes: `sizeMax`, or what fits into it. */
export function fittingBatch(sizeMax: number, bytes: number): number {
  return Math.min(sizeMax, Math.max(1, Math.floor(BATCH_BYTES_MAX / bytes)))
}
