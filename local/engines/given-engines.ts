import { EnvironmentError } from '../environment-error.ts'
import { probeHttp } from './probe-http.ts'

const ANSWER_TIMEOUT_MS = 5_000

/** The variable that names an engine which already runs. */
export type GivenVariable = 'DYNAMODB_URL' | 'OPENSEARCH_URL'

/**
 * The URL of an engine that already runs and is used as it is; undefined when none is given.
 *
 * @throws EnvironmentError when nothing answers there.
 */
export async function findGivenEngine(
  variable: GivenVariable,
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<string | undefined> {
  const url = env[variable]
  if (url === undefined) return undefined
  const { username, password } = new URL(url)
  if (username || password) {
    throw new EnvironmentError(
      `${variable} holds a user name or password, and engines are called without: leave it out.`,
    )
  }
  const timeout = AbortSignal.timeout(ANSWER_TIMEOUT_MS)
  const reason = await probeHttp(url, AbortSignal.any([signal, timeout]))
  signal.throwIfAborted()
  if (reason !== undefined) {
    throw new EnvironmentError(
      `${variable} is ${url}, where nothing answers (${reason}): start it, or unset ${variable} to have one started here.`,
    )
  }
  return url.replace(/\/$/, '')
}
