/**
 * Delay before the next attempt: the first one doubling up to the longest, and of that between the
 * half and the whole at random, so that what failed together does not come back together.
 */
export interface BackOff {
  readonly firstMs: number
  readonly longestMs: number
  /** A number in [0, 1). */
  readonly random: () => number
}

/** @param failures attempts that have failed so far, at least 1. */
export function backOffDelayMs(failures: number, { firstMs, longestMs, random }: BackOff): number {
  const wholeMs = Math.min(longestMs, firstMs * 2 ** Math.min(failures - 1, 30))
  return Math.round(wholeMs * (0.5 + random() / 2))
}
