import type { Suite } from './harness/suite.ts'

const load = (folder: string) => async (): Promise<Suite> =>
  (await import(`./${folder}/suite.ts`)).suite

/** In the order in which they run: what is small first, whole pipelines last. */
const SUITES: Readonly<Record<string, () => Promise<Suite>>> = Object.fromEntries(
  [
    'enrichment',
    'patterns',
    'search-projector',
    'lake-writer',
    'lake-views',
    'cache-invalidator',
    'cache-client',
    'cold-start',
    'drain',
    'lag',
    'hot-key',
    'recovery',
    'start-up',
    'memory',
  ].map((name) => [name, load(name)]),
)

export const SUITE_NAMES: readonly string[] = Object.keys(SUITES)

/** @throws Error when there is none of that name. */
export async function findSuite(name: string): Promise<Suite> {
  const suite = SUITES[name]
  if (suite === undefined) {
    throw new Error(`There is no suite ${name}: there are ${SUITE_NAMES.join(', ')}.`)
  }
  return suite()
}
