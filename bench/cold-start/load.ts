import { execFileSync } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { PackagedFunction } from './packaged-functions.ts'

const EMPTY = 'exports.handler = async () => ({})'
const LOADER = `
const begun = performance.now()
require(process.argv[2])
console.log(performance.now() - begun)
process.exit()`
/** As every function has it. */
const NODE_OPTIONS = '--enable-source-maps'

/** Loads code in fresh processes; answers how long that took, ms. */
export interface Loader {
  empty(): number
  function(one: PackagedFunction): number
}

export async function createLoader(folder: string): Promise<Loader> {
  const loader = join(folder, 'loader.cjs')
  const empty = join(folder, 'empty.cjs')
  await writeFile(loader, LOADER)
  await writeFile(empty, EMPTY)
  const load = (file: string, env: Readonly<Record<string, string>>) =>
    Number(execFileSync(process.execPath, [loader, file], { encoding: 'utf8', env }))
  return {
    empty: () => load(empty, { NODE_OPTIONS }),
    function: ({ file, environment }) => load(file, environment),
  }
}
