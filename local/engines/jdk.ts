import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { EnvironmentError } from '../environment-error.ts'

const run = promisify(execFile)

/** The oldest JDK that OpenSearch 2.19 and DynamoDB Local run on. */
export const JDK_MAJOR_MIN = 17
/** OpenSearch 2.19 refuses newer ones; they get OpenSearch 3. */
const JDK_MAJOR_MAX_FOR_OPENSEARCH_2 = 23

export interface Jdk {
  readonly java: string
  readonly javac: string
  readonly major: number
}

/** The profile of `pom.xml` that holds the OpenSearch line which this JDK runs. */
export function openSearchProfile(jdk: Jdk): 'opensearch-2' | 'opensearch-3' {
  return jdk.major <= JDK_MAJOR_MAX_FOR_OPENSEARCH_2 ? 'opensearch-2' : 'opensearch-3'
}

/**
 * Finds the JDK: `JAVA_HOME` if it is set, else the one on the path.
 *
 * @throws EnvironmentError when there is none, or it is too old, or it is a JRE without a compiler.
 */
export async function findJdk(env: NodeJS.ProcessEnv): Promise<Jdk> {
  const command = (name: string) => (env.JAVA_HOME ? join(env.JAVA_HOME, 'bin', name) : name)
  const version = await run(command('javac'), ['-version']).catch((cause: unknown) => {
    throw new EnvironmentError(
      `A JDK of ${JDK_MAJOR_MIN} or newer is needed (javac was not found${env.JAVA_HOME ? ' under JAVA_HOME' : ''}): install one, for example from https://adoptium.net, or set JAVA_HOME.`,
      { cause },
    )
  })
  const major = Number(/javac (\d+)/.exec(version.stdout + version.stderr)?.[1])
  if (!(major >= JDK_MAJOR_MIN)) {
    throw new EnvironmentError(
      `The JDK is ${version.stdout.trim() || 'unknown'}, and ${JDK_MAJOR_MIN} or newer is needed: install one, for example from https://adoptium.net, or set JAVA_HOME.`,
    )
  }
  return { java: command('java'), javac: command('javac'), major }
}
