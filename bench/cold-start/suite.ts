/**
 * What each function's process does before its first batch, over a function that does nothing: its
 * packaged bundle is loaded by fresh processes, in turns; and how large it is.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Suite } from '../harness/suite.ts'
import { createLoader } from './load.ts'
import { type PackagedFunction, unpackFunctions } from './packaged-functions.ts'

const ROUNDS = 15
const WARM_ROUNDS = 2
/** ms over an empty function; of those that stand in the way of a change. */
const GOALS: Readonly<Record<string, number>> = {
  enrichment: 40,
  'search-projector': 90,
  'lake-writer': 80,
  'cache-invalidator': 70,
}

export const suite: Suite = {
  summary: 'what each function loads before its first batch, and its size',
  async run() {
    const folder = await mkdtemp(join(tmpdir(), 'tailrace-cold-'))
    try {
      const functions = await unpackFunctions(folder)
      const times = await loadInTurns(folder, functions)
      return [
        {
          title: 'Loading, over an empty function',
          unit: 'ms',
          better: 'lower',
          rows: functions.map(({ name }) => {
            const goal = GOALS[name]
            return { name, values: times.get(name) ?? [], ...(goal !== undefined && { goal }) }
          }),
        },
        {
          title: 'Package',
          unit: 'KiB zipped',
          better: 'lower',
          rows: functions.map(({ name, zipBytes }) => ({ name, values: [zipBytes / 1024] })),
        },
      ]
    } finally {
      await rm(folder, { recursive: true })
    }
  },
}

async function loadInTurns(
  folder: string,
  functions: readonly PackagedFunction[],
): Promise<ReadonlyMap<string, readonly number[]>> {
  const load = await createLoader(folder)
  const times = new Map(functions.map(({ name }) => [name, [] as number[]]))
  for (let round = 0; round < WARM_ROUNDS + ROUNDS; round += 1) {
    const empty = load.empty()
    for (const one of functions) {
      const ms = load.function(one) - empty
      if (round >= WARM_ROUNDS) times.get(one.name)?.push(ms)
    }
  }
  return times
}
