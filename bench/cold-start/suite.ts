/**
 * What each function's process does before its first batch, over a function that does nothing: its
 * packaged bundle is loaded by fresh processes, in turns with what any function on AWS loads; and how
 * large it is.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Suite } from '../harness/suite.ts'
import type { Row, Table } from '../harness/table.ts'
import { createLoaders, type Loadable } from './load.ts'
import { type PackagedFunction, unpackFunctions } from './packaged-functions.ts'
import { bundleYardsticks } from './yardsticks.ts'

const ROUNDS = 15
const WARM_ROUNDS = 2
/** ms over an empty function; of those that stand in the way of a change. */
const GOALS: Readonly<Record<string, number>> = {
  enrichment: 40,
  'search-projector': 90,
  'lake-writer': 80,
  'cache-invalidator': 70,
}
/** What an AWS SDK client takes on the machine that the goals are of, ms. */
const CLIENT_MS = 60

export const suite: Suite = {
  summary: 'what each function loads before its first batch, and its size',
  async run() {
    const folder = await mkdtemp(join(tmpdir(), 'tailrace-cold-'))
    try {
      const functions = await unpackFunctions(folder)
      const { client, logger } = await bundleYardsticks(folder)
      const all = [client, logger, ...functions]
      const rows = await loadInTurns(folder, all)
      return [
        {
          title: 'Loading, over an empty function',
          unit: 'ms',
          better: 'lower',
          rows: rows.map((row) => withGoal(row, 1)),
        },
        {
          title: `The same, beside one AWS SDK client: ${CLIENT_MS} ms where the goals are from`,
          unit: 'ms',
          better: 'lower',
          rows: rows.map((row) =>
            row.name === client.name ? row : { ...withGoal(row, CLIENT_MS), against: client.name },
          ),
        },
        sizesOf(functions),
      ]
    } finally {
      await rm(folder, { recursive: true })
    }
  },
}

async function loadInTurns(folder: string, all: readonly Loadable[]): Promise<readonly Row[]> {
  const loaderOfRound = await createLoaders(folder)
  const rows = all.map(({ name }) => ({ name, values: [] as number[] }))
  for (let round = 0; round < WARM_ROUNDS + ROUNDS; round += 1) {
    const load = loaderOfRound()
    for (const [place, one] of all.entries()) {
      const ms = load(one)
      if (round >= WARM_ROUNDS) rows[place]?.values.push(ms)
    }
  }
  return rows
}

function withGoal(row: Row, unitMs: number): Row {
  const goalMs = GOALS[row.name]
  return goalMs === undefined ? row : { ...row, goal: goalMs / unitMs }
}

function sizesOf(functions: readonly PackagedFunction[]): Table {
  return {
    title: 'Package',
    unit: 'KiB zipped',
    better: 'lower',
    rows: functions.map(({ name, zipBytes }) => ({ name, values: [zipBytes / 1024] })),
  }
}
