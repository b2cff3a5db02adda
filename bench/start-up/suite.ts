/**
 * How long `npm start` takes until it is ready, once dependencies and engines are there, and what of
 * it: beside the same engines started side by side with nothing else to do, before which none can be.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEngines } from '../../local/engines/start-engines.ts'
import { freePorts } from '../../test/support/free-ports.ts'
import type { Suite } from '../harness/suite.ts'
import { READY_STEP, runUp, type Steps } from './run-up.ts'

const ENGINES_DIR = join(import.meta.dirname, '..', '..', '.tailrace', 'engines')
const ENGINES = 'the engines alone, side by side'

export const suite: Suite = {
  summary: 'npm start until it is ready, beside its engines alone',
  async run() {
    const engines = await inFolder(startEnginesAlone)
    const [first, second] = await inFolder(async (stateDir) => {
      return [await runUp(stateDir), await runUp(stateDir)] as const
    })
    const at = (steps: Steps, name: string) => [steps.get(name) ?? Number.NaN]
    return [
      {
        title: 'A start',
        unit: 's since its process began',
        better: 'lower',
        rows: [
          { name: ENGINES, values: [engines] },
          { name: 'ready', values: at(first, READY_STEP), against: ENGINES },
          {
            name: 'ready, again in the same folder',
            values: at(second, READY_STEP),
            against: ENGINES,
          },
          ...[...first.keys()]
            .filter((name) => name !== READY_STEP)
            .map((name) => ({ name: `  ${name}`, values: at(first, name) })),
        ],
      },
    ]
  },
}

/** @returns seconds until all answer. */
async function startEnginesAlone(stateDir: string): Promise<number> {
  const env = { ...process.env, ...(await freePorts()) }
  const { signal } = new AbortController()
  const begun = performance.now()
  const engines = await startEngines({
    ...{ stateDir, enginesDir: ENGINES_DIR, env, signal },
    onNotice: () => undefined,
  })
  const seconds = (performance.now() - begun) / 1_000
  await engines.stop()
  return seconds
}

async function inFolder<Result>(work: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'tailrace-start-'))
  try {
    return await work(folder)
  } finally {
    await rm(folder, { recursive: true })
  }
}
