/** What is measured in turns: whatever else the machine does then hits one step like another. */
export interface Step {
  /** Done before each run, and not measured. */
  readonly prepare?: () => unknown
  readonly run: () => unknown
}

export interface Rounds {
  readonly rounds: number
  /** Before those that count. */
  readonly warmRounds: number
}

/** One figure a round that counts, in their order. */
export interface Measured {
  readonly wallMs: readonly number[]
  /** Of this process, user and system, all threads. */
  readonly cpuMs: readonly number[]
}

/** Runs the steps one after another, round after round. */
export async function measureInTurns<Name extends string>(
  steps: Readonly<Record<Name, Step>>,
  { rounds, warmRounds }: Rounds,
): Promise<Readonly<Record<Name, Measured>>> {
  const named = Object.entries<Step>(steps)
  const all = named.map(([name, step]) => ({ name, step, wallMs: noFigures(), cpuMs: noFigures() }))
  for (let round = 0; round < warmRounds + rounds; round += 1) {
    for (const { step, wallMs, cpuMs } of all) {
      await step.prepare?.()
      const cpu = process.cpuUsage()
      const begun = performance.now()
      await step.run()
      const wall = performance.now() - begun
      const { user, system } = process.cpuUsage(cpu)
      if (round < warmRounds) continue
      wallMs.push(wall)
      cpuMs.push((user + system) / 1_000)
    }
  }
  const measured = all.map(({ name, wallMs, cpuMs }) => [name, { wallMs, cpuMs }])
  return Object.fromEntries(measured)
}

export function perSecond({ wallMs }: Measured, units: number): readonly number[] {
  return wallMs.map((ms) => (units / ms) * 1_000)
}

export function cpuMicrosEach({ cpuMs }: Measured, units: number): readonly number[] {
  return cpuMs.map((ms) => (ms * 1_000) / units)
}

function noFigures(): number[] {
  return []
}
