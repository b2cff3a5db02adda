import { execFile } from 'node:child_process'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { EnvironmentError } from '../environment-error.ts'
import { type CommandFailure, firstLineOf } from './command-failure.ts'
import { type FetchOptions, fetchByMaven } from './fetch-by-maven.ts'
import { JDK_MAJOR_MIN, type Jdk } from './jdk.ts'

const run = promisify(execFile)
const JAVA_DIR = join(import.meta.dirname, 'java')

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
 * Brings an engine that is written in Java, and compiles its few lines of our own.
 *
 * @throws EnvironmentError as `fetchByMaven`, and when the JDK does not compile.
 */
export async function fetchEngine(
  profile: EngineProfile,
  options: FetchOptions & { readonly jdk: Jdk },
): Promise<FetchedEngine> {
  const mainClass = MAIN_CLASSES[profile]
  const folder = await fetchByMaven(profile, {
    ...options,
    sources: (await readdir(JAVA_DIR)).sort().map((name) => join(JAVA_DIR, name)),
    finish: (jars) => compile(mainClass, jars, options.jdk),
  })
  return { mainClass, classPath: `${join(folder, 'classes')}:${join(folder, '*')}`, folder }
}

async function compile(mainClass: string, folder: string, jdk: Jdk): Promise<void> {
  const sources = [mainClass, 'ParentWatch'].map((name) => join(JAVA_DIR, `${name}.java`))
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
