import { EnvironmentError } from '../environment-error.ts'
import { askRedis, probeRedis, REDIS_PORT } from './ask-redis.ts'
import { probeHttp } from './probe-http.ts'

const ANSWER_TIMEOUT_MS = 5_000

/** The variable that names an engine which already runs and is asked by HTTP. */
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
  await requireAnswer(variable, url, { signal, probe: probeHttp })
  return url.replace(/\/$/, '')
}

/**
 * The same for Redis: `redis://host:port` or `rediss://host:port`. It is not emptied: a floor that an
 * earlier run left is below those of a newer stream, and a value it left is gone with its time to
 * live or with the item's next change.
 *
 * @throws EnvironmentError also for one that cannot be written to as a single server without a user.
 */
export async function findGivenRedis(
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<string | undefined> {
  const given = env.REDIS_URL
  if (given === undefined) return undefined
  await requireAnswer('REDIS_URL', given, { signal, probe: probeRedis })
  const { protocol, hostname, port } = new URL(given)
  const url = `${protocol}//${hostname}:${port || REDIS_PORT}`
  const timeout = AbortSignal.timeout(ANSWER_TIMEOUT_MS)
  const problem = describeUnusable(await askRedis(url, 'INFO', AbortSignal.any([signal, timeout])))
  if (problem !== undefined) throw new EnvironmentError(`REDIS_URL is ${url}, ${problem}.`)
  return url
}

/** @param info the reply to INFO: https://redis.io/docs/latest/commands/info/ */
function describeUnusable(info: string): string | undefined {
  if (info.startsWith('-')) return `which refuses calls without a user (${info.slice(1)})`
  if (/^cluster_enabled:1/m.test(info)) {
    return 'a node of a cluster, and a server that stands by itself is needed here'
  }
  if (/^role:slave/m.test(info)) return 'a replica, which takes no writes: name its primary'
  return undefined
}

async function requireAnswer(
  variable: string,
  url: string,
  { signal, probe }: { signal: AbortSignal; probe: typeof probeHttp },
): Promise<void> {
  const { username, password } = new URL(url)
  if (username || password) {
    throw new EnvironmentError(
      `${variable} holds a user name or password, and engines are called without: leave it out.`,
    )
  }
  const timeout = AbortSignal.timeout(ANSWER_TIMEOUT_MS)
  const reason = await probe(url, AbortSignal.any([signal, timeout]))
  signal.throwIfAborted()
  if (reason !== undefined) {
    throw new EnvironmentError(
      `${variable} is ${url}, where nothing answers (${reason}): start it, or unset ${variable} to have one started here.`,
    )
  }
}
