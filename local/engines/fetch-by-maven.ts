import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { EnvironmentError } from '../environment-error.ts'
import { type CommandFailure, describeMavenFailure } from './command-failure.ts'

const run = promisify(execFile)
const POM = join(import.meta.dirname, 'pom.xml')
/** Of the sources' hash, in the folder's name. */
const HASH_DIGITS = 12

export interface FetchOptions {
  /** Where fetched engines lie, a folder for each. */
  readonly enginesDir: string
  /** Told when it was not fetched before. */
  readonly onFetch: () => void
}

/**
 * Brings a profile's jars from Maven into a folder of `enginesDir`, unless that was done before from
 * the same `pom.xml` and `sources`, whose hash names the folder.
 *
 * The folder is put in place by a rename and never changed: two starts at once do not meet, and a
 * run that was interrupted leaves nothing half done.
 *
 * @param finish makes of the jars in a folder what is to be there.
 * @returns the folder.
 * @throws EnvironmentError when Maven is missing or cannot fetch, or whatever `finish` throws.
 */
export async function fetchByMaven(
  profile: string,
  options: FetchOptions & {
    readonly sources: readonly string[]
    readonly finish: (folder: string) => Promise<void>
  },
): Promise<string> {
  const { enginesDir } = options
  const folder = join(enginesDir, `${profile}-${await hashOf([POM, ...options.sources])}`)
  if (existsSync(folder)) return folder

  options.onFetch()
  await mkdir(enginesDir, { recursive: true })
  const building = await mkdtemp(join(enginesDir, `.${profile}-`))
  try {
    await copyDependencies(profile, building)
    await options.finish(building)
    await rename(building, folder).catch(unlessThere)
  } finally {
    await rm(building, { recursive: true, force: true })
  }
  return folder
}

/** Another start was faster, and its folder holds the same. */
function unlessThere(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error
}

async function copyDependencies(profile: string, outputDirectory: string): Promise<void> {
  const goal = ['dependency:copy-dependencies', `-DoutputDirectory=${outputDirectory}`]
  try {
    await run('mvn', ['-q', '-B', '-f', POM, '-P', profile, ...goal])
  } catch (cause) {
    throw new EnvironmentError(describeMavenFailure(profile, cause as CommandFailure), { cause })
  }
}

async function hashOf(files: readonly string[]): Promise<string> {
  const hash = createHash('sha256')
  for (const file of files) hash.update(await readFile(file))
  return hash.digest('hex').slice(0, HASH_DIGITS)
}
