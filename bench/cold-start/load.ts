import { execFileSync } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'

const EMPTY = 'exports.handler = async () => ({})'
/** Until all is done that nothing outside is waited for: what a handler's promises load is loaded. */
const LOADER = `
const begun = performance.now()
require(process.argv[2])
setImmediate(() => {
  console.log(performance.now() - begun)
  process.exit()
})`
/** As every function has it, and what Lambda adds. */
const ENVIRONMENT = {
  NODE_OPTIONS: '--enable-source-maps',
  AWS_REGION: 'eu-west-1',
  AWS_ACCESS_KEY_ID: 'id',
  AWS_SECRET_ACCESS_KEY: 'secret',
  AWS_SESSION_TOKEN: 'token',
}

/** Code that a fresh process loads. */
export interface Loadable {
  readonly name: string
  readonly file: string
  readonly environment?: Readonly<Record<string, string>>
}

/** Loads code in a fresh process; answers how long that took, ms over nothing. */
export type Loader = (one: Loadable) => number

/** A loader for each round: what nothing takes is measured anew. */
export async function createLoaders(folder: string): Promise<() => Loader> {
  const loader = join(folder, 'loader.cjs')
  const empty = join(folder, 'empty.cjs')
  await writeFile(loader, LOADER)
  await writeFile(empty, EMPTY)
  const load = (file: string, environment: Loadable['environment']) => {
    const env = { ...ENVIRONMENT, ...environment }
    return Number(execFileSync(process.execPath, [loader, file], { encoding: 'utf8', env }))
  }
  return () => {
    const emptyMs = load(empty, {})
    return ({ file, environment }) => load(file, environment) - emptyMs
  }
}
