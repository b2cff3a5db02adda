import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { EnvironmentError } from '../environment-error.ts'

const run = promisify(execFile)

/** The oldest JDK that OpenSearch 2.19 and DynamoDB Local run on. */
export const JDK_MAJOR_MIN = 17
/** OpenSearch 2.19 refuses newer ones; they get OpenSearch 3. */
const JDK_MAJOR_MAX_FOR_OPENSEARCH_2 = 23

const NEEDED = `a JDK of ${JDK_MAJOR_MIN} or newer is needed`
const WAY_OUT = 'install one, for example from https://adoptium.net, or set JAVA_HOME to it'

export interface Jdk {
  readonly java: string
  readonly javac: string
  /** Of `java`, which the engines run on. */
  readonly major: number
}

/** The profile of `pom.xml` that holds the OpenSearch line which this JDK runs. */
export function openSearchProfile(jdk: Jdk): 'opensearch-2' | 'opensearch-3' {
  return jdk.major <= JDK_MAJOR_MAX_FOR_OPENSEARCH_2 ? 'opensearch-2' : 'opensearch-3'
}

/**
 * Finds the JDK: `JAVA_HOME` if it is set, else the one on the path.
 *
 * @throws EnvironmentError when there is none, it is too old, it is a JRE without a compiler, or it
 *   does not run.
 */
export async function findJdk(env: NodeJS.ProcessEnv): Promise<Jdk> {
  const home = env.JAVA_HOME || undefined
  const command = (name: string) => (home === undefined ? name : join(home, 'bin', name))
  const [javac, java] = await Promise.all([
    askVersion(command('javac'), env),
    askVersion(command('java'), env),
  ])
  const place = home === undefined ? 'on the PATH' : `in JAVA_HOME (${home})`

  if ('missing' in javac && 'missing' in java) throw noJava(home)
  if ('missing' in javac) {
    throw new EnvironmentError(
      `The Java ${place} is a JRE without its compiler (javac), and ${NEEDED}: ${WAY_OUT}.`,
    )
  }
  for (const tool of [javac, java]) requireRecent(tool, place)
  return {
    java: command('java'),
    javac: command('javac'),
    major: 'major' in java ? java.major : 0,
  }
}

function noJava(home: string | undefined): EnvironmentError {
  return new EnvironmentError(
    home === undefined
      ? `Java is missing, and ${NEEDED}: ${WAY_OUT}.`
      : `JAVA_HOME is ${home}, where there is no bin/java and no bin/javac, and ${NEEDED}: set it to one, or unset it to use the one on the PATH.`,
  )
}

type Tool = { readonly name: string } & (
  | { readonly missing: true }
  | { readonly broken: string }
  | { readonly version: string; readonly major: number }
)

/** What `java -version` or `javac -version` says: JDK 8 and older say it on standard error. */
async function askVersion(name: string, env: NodeJS.ProcessEnv): Promise<Tool> {
  try {
    const { stdout, stderr } = await run(name, ['-version'], { env })
    const [, version, major] = /(?:javac |version ")((\d+)[^\s"]*)/.exec(stdout + stderr) ?? []
    if (version === undefined) return { name, broken: firstLine(stdout + stderr) }
    return { name, version, major: Number(major) }
  } catch (error) {
    const { code, stderr = '', message } = error as NodeJS.ErrnoException & { stderr?: string }
    if (code === 'ENOENT' || code === 'ENOTDIR') return { name, missing: true }
    return { name, broken: firstLine(stderr || message) }
  }
}

function requireRecent(tool: Tool, place: string): void {
  if ('missing' in tool) {
    throw new EnvironmentError(`${tool.name} was not found ${place}, and ${NEEDED}: ${WAY_OUT}.`)
  }
  if ('broken' in tool) {
    throw new EnvironmentError(
      `${tool.name} does not run ("${tool.broken}"), and ${NEEDED}: ${WAY_OUT}.`,
    )
  }
  if (tool.major < JDK_MAJOR_MIN) {
    throw new EnvironmentError(
      `The Java ${place} is too old (${tool.name} is ${tool.version}), and ${NEEDED}: ${WAY_OUT}.`,
    )
  }
}

function firstLine(output: string): string {
  return output.trim().split('\n')[0] ?? ''
}
