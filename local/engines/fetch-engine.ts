import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { EnvironmentError } from '../environment-error.ts'
import { JDK_MAJOR_MIN, type Jdk } from './jdk.ts'

const run = promisify(execFile)
const HERE = import.meta.dirname
const STAMP = 'fetched'

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
 * Brings an engine's jars from Maven into `<enginesDir>/<profile>` and compiles its few lines of
 * Java, unless that was done before from the same `pom.xml` and sources.
 *
 * The folder is put in place by a rename: a run that was interrupted leaves nothing half done.
 */
export async function fetchEngine(
  profile: EngineProfile,
  options: { enginesDir: string; jdk: Jdk; onFetch: () => void },
): Promise<FetchedEngine> {
  const folder = join(options.enginesDir, profile)
  const fetched = {
    mainClass: MAIN_CLASSES[profile],
    classPath: `${join(folder, 'classes')}:${join(folder, '*')}`,
    folder,
  }
  const stamp = await sourcesHash()
  if ((await readStamp(folder)) === stamp) return fetched

  options.onFetch()
  await mkdir(options.enginesDir, { recursive: true })
  const building = await mkdtemp(join(options.enginesDir, `.${profile}-`))
  try {
    await copyDependencies(profile, building)
    await compile(MAIN_CLASSES[profile], building, options.jdk)
    await writeFile(join(building, STAMP), stamp)
    await rm(folder, { recursive: true, force: true })
    await rename(building, folder)
  } finally {
    await rm(building, { recursive: true, force: true })
  }
  return fetched
}

async function copyDependencies(profile: string, outputDirectory: string): Promise<void> {
  const goal = ['dependency:copy-dependencies', `-DoutputDirectory=${outputDirectory}`]
  await run('mvn', ['-q', '-B', '-f', join(HERE, 'pom.xml'), '-P', profile, ...goal]).catch(
    (cause: unknown) => {
      const { code, stdout } = cause as { code?: string; stdout?: string }
      throw new EnvironmentError(
        code === 'ENOENT'
          ? 'Maven is needed to fetch the engines (mvn was not found): install it, for example from https://maven.apache.org/install.html.'
          : `Maven could not fetch the engine ${profile}: ${stdout?.split('\n')[0] ?? String(cause)}`,
        { cause },
      )
    },
  )
}

async function compile(mainClass: string, folder: string, jdk: Jdk): Promise<void> {
  const sources = [mainClass, 'ParentWatch'].map((name) => join(HERE, 'java', `${name}.java`))
  const output = join(folder, 'classes')
  // For the oldest JDK: another one may start what this one compiled.
  await run(jdk.javac, [
    '-nowarn',
    '--release',
    String(JDK_MAJOR_MIN),
    '-d',
    output,
    '-cp',
    join(folder, '*'),
    ...sources,
  ])
}

async function sourcesHash(): Promise<string> {
  const java = (await readdir(join(HERE, 'java'))).sort().map((name) => join(HERE, 'java', name))
  const hash = createHash('sha256')
  for (const file of [join(HERE, 'pom.xml'), ...java]) hash.update(await readFile(file))
  return hash.digest('hex')
}

async function readStamp(folder: string): Promise<string | undefined> {
  const stamp = join(folder, STAMP)
  return existsSync(stamp) ? readFile(stamp, 'utf8') : undefined
}
