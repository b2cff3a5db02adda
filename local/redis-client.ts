import { Redis } from 'iovalkey'
import { EnvironmentError } from './environment-error.ts'
import { messageOf } from './message-of.ts'

/** A server that takes longer to answer one command is not answering. */
const ANSWER_MS_MAX = 2_000

/**
 * Connects to a single Redis or Valkey server. A command that gets no answer in time rejects. A
 * connection that was lost stays so: open another one.
 *
 * @throws EnvironmentError when it does not answer.
 */
export async function openRedis(endpoint: string): Promise<Redis> {
  const redis = new Redis(endpoint, {
    lazyConnect: true,
    connectTimeout: ANSWER_MS_MAX,
    commandTimeout: ANSWER_MS_MAX,
    enableReadyCheck: false,
    enableOfflineQueue: false,
    retryStrategy: () => null,
  })
  // Each is also what a command rejects with.
  redis.on('error', () => undefined)
  try {
    await redis.connect()
    return redis
  } catch (cause) {
    redis.disconnect()
    throw silentRedis(endpoint, cause)
  }
}

/** Without what else a URL holds: that may be a password. */
export function silentRedis(endpoint: string, cause: unknown): EnvironmentError {
  const { host } = new URL(endpoint)
  return new EnvironmentError(`Redis does not answer at ${host}: ${messageOf(cause)}.`, { cause })
}
