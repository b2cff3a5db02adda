/** What is measured in turns: whatever else the machine does then hits one step like another. */
export interface Step {
  /** Done before each run, and not measured. */
  readonly prepare?: () => Promise<unknown>
  readonly run: () => Promise<unknown>
}

/** How long each step took in the rounds that count, ms, in their order. */
export async function measureInTurns(
  steps: Readonly<Record<string, Step>>,
  { rounds, warmRounds }: { readonly rounds: number; readonly warmRounds: number },
): Promise<ReadonlyMap<string, readonly number[]>> {
  const times = new Map(Object.keys(steps).map((name) => [name, [] as number[]]))
  for (let round = 0; round < warmRounds + rounds; round += 1) {
    for (const [name, { prepare, run }] of Object.entries(steps)) {
      await prepare?.()
      const begun = performance.now()
      await run()
      if (round >= warmRounds) times.get(name)?.push(performance.now() - begun)
    }
  }
  return times
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN
}

/**
 * Prints how many of something each step does in a second, in the median, the slowest and the fastest
 * round, and as a part of what the first step did in the same round, in the median.
 */
export function printRates(
  title: string,
  times: ReadonlyMap<string, readonly number[]>,
  perRun: number,
): void {
  const [limit = []] = times.values()
  console.log(`\n${title}`)
  for (const [name, all] of times) {
    const rate = (ms: number) => ((perRun / ms) * 1_000).toFixed(0).padStart(9)
    const range = `${rate(Math.max(...all))} ..${rate(Math.min(...all))}`
    const ratio = median(all.map((ms, round) => (limit[round] ?? Number.NaN) / ms))
    console.log(`${name.padEnd(48)}${rate(median(all))}/s ${range} ${ratio.toFixed(3).padStart(8)}`)
  }
}
