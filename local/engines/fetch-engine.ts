import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { EnvironmentError } from '../environment-error.ts'
import { type CommandFailure, describeMavenFailure, firstLineOf } from './command-failure.ts'
import { JDK_MAJOR_MIN, type Jdk } from './jdk.ts'

const run = promisify(execFile)
const HERE = import.meta.dirname
/** Of the sources' hash, in the folder's name. */
const HASH_DIGITS = 12

export type EngineProfile = 'opensearch-2' | 'opensearch-3' | 'dynamodb'

const MAIN_CLASSES: Readonly<Record<EngineProfile, string>> = {
  'opensearch-2': 'OpenSearchEngine',
  'opensearch-3': 'OpenSearchEngine',
  dynamodb: 'DynamoDbEngine',
}

export interface FetchedEngine {
  readonly mainClass: string
  readonly classPath: string
  /** The folder of jars (and native libraries). */
  readonly folder: string
}

/**
 * Brings an engine's jars from Maven into a folder of `enginesDir` and compiles its few lines of
 * Java, unless that was done before from the same `pom.xml` and sources, whose hash names the folder.
 *
 * The folder is put in place by a rename and never changed: two starts at once do not meet, and a
 * run that was interrupted leaves nothing half done.
 */
export async function fetchEngine(
  profile: EngineProfile,
  options: { enginesDir: string; jdk: Jdk; onFetch: () => void },
): Promise<FetchedEngine> {
  const folder = join(options.enginesDir, `${profile}-${await sourcesHash()}`)
  const fetched = {
    mainClass: MAIN_CLASSES[profile],
    classPath: `${join(folder, 'classes')}:${join(folder, '*')}`,
    folder,
  }
  if (existsSync(folder)) return fetched

  options.onFetch()
  await mkdir(options.enginesDir, { recursive: true })
  const building = await mkdtemp(join(options.enginesDir, `.${profile}-`))
  try {
    await copyDependencies(profile, building)
    await compile(MAIN_CLASSES[profile], building, options.jdk)
    await rename(building, folder).catch(unlessThere)
  } finally {
    await rm(building, { recursive: true, force: true })
  }
  return fetched
}

/** Another start was faster, and its folder holds the same. */
function unlessThere(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error
}

async function copyDependencies(profile: string, outputDirectory: string): Promise<void> {
  const goal = ['dependency:copy-dependencies', `-DoutputDirectory=${outputDirectory}`]
  try {
    await run('mvn', ['-q', '-B', '-f', join(HERE, 'pom.xml'), '-P', profile, ...goal])
  } catch (cause) {
    throw new EnvironmentError(describeMavenFailure(profile, cause as CommandFailure), { cause })
  }
}

async function compile(mainClass: string, folder: string, jdk: Jdk): Promise<void> {
  const sources = [mainClass, 'ParentWatch'].map((name) => join(HERE, 'java', `${name}.java`))
  const output = ['-d', join(folder, 'classes'), '-cp', join(folder, '*')]
  // For the oldest JDK: another one may start what this one compiled.
  const target = ['-nowarn', '--release', String(JDK_MAJOR_MIN)]
  try {
    await run(jdk.javac, [...target, ...output, ...sources])
  } catch (cause) {
    const reason = firstLineOf(cause as CommandFailure)
    throw new EnvironmentError(`${jdk.javac} could not compile ${mainClass}: ${reason}`, { cause })
  }
}

async function sourcesHash(): Promise<string> {
  const java = (await readdir(join(HERE, 'java'))).sort().map((name) => join(HERE, 'java', name))
  const hash = createHash('sha256')
  for (const file of [join(HERE, 'pom.xml'), ...java]) hash.update(await readFile(file))
  return hash.digest('hex').slice(0, HASH_DIGITS)
}
