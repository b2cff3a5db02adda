import type { BenchPipeline } from '../pipeline/start-bench-pipeline.ts'

/** How many of those that waited: the first, and parts of all. */
export const SHARES = ['the first', 'half', '90 %', 'all'] as const
const PARTS: Readonly<Record<(typeof SHARES)[number], number>> = {
  'the first': 0,
  half: 0.5,
  '90 %': 0.9,
  all: 1,
}

/** Seconds until so many were applied, in the order of `SHARES`. */
export type CatchUp = readonly number[]

/** Follows the index from now on until it has taken so many more. */
export async function followCatchUp(
  { progress }: Pick<BenchPipeline, 'progress'>,
  changes: number,
): Promise<CatchUp> {
  const begun = performance.now()
  const before = progress.mark()
  const seconds: number[] = []
  for (const share of SHARES) {
    await progress.reached(['search'], placeOf(share, changes), before)
    seconds.push((performance.now() - begun) / 1_000)
  }
  return seconds
}

/** The same of times that are known, each of one change. */
export function toCatchUp(seconds: readonly number[]): CatchUp {
  const sorted = seconds.toSorted((a, b) => a - b)
  return SHARES.map((share) => sorted[placeOf(share, seconds.length) - 1] ?? Number.NaN)
}

function placeOf(share: (typeof SHARES)[number], changes: number): number {
  return Math.max(1, Math.ceil(PARTS[share] * changes))
}
