/** What is measured in turns: nothing else on the machine then hits one step more than another. */
export interface Step {
  /** Done before each run, and not measured. */
  readonly prepare?: () => Promise<unknown>
  readonly run: () => Promise<unknown>
}

/** How long each step took, ms, in the rounds that count, sorted. */
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
  return new Map([...times].map(([name, all]) => [name, all.toSorted((a, b) => a - b)]))
}

export function median(sorted: readonly number[]): number {
  return sorted[sorted.length >> 1] ?? Number.NaN
}

/**
 * Prints how many of something each step does in a second, in the median and between its slowest and
 * its fastest round, and the median as a part of the first step's.
 */
export function printRates(
  title: string,
  times: ReadonlyMap<string, readonly number[]>,
  perRun: number,
): void {
  const [floorMs = Number.NaN] = [...times.values()].map(median)
  console.log(`\n${title}`)
  for (const [name, sorted] of times) {
    const rate = (ms = Number.NaN) => ((perRun / ms) * 1_000).toFixed(0).padStart(9)
    const range = `${rate(sorted.at(-1))} ..${rate(sorted[0])}`
    const ratio = (floorMs / median(sorted)).toFixed(3)
    console.log(`${name.padEnd(52)}${rate(median(sorted))}/s ${range} ${ratio.padStart(8)}`)
  }
}
