/** The smallest value that so many of all are not above, by nearest rank. @param share 0.99 for the 99th. */
export function percentile(values: readonly number[], share: number): number {
  const rank = Math.ceil(values.length * share)
  return values.toSorted((a, b) => a - b)[Math.max(0, rank - 1)] ?? Number.NaN
}
