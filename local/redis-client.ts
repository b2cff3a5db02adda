import { Redis } from 'iovalkey'
import { EnvironmentError } from './environment-error.ts'
import { messageOf } from './message-of.ts'

/** A server that takes longer to answer one command is not answering. */
const ANSWER_MS_MAX = 2_000

/** A single Redis or Valkey server that may go away and come back. */
export interface RedisAccess {
  /**
   * Connects with the first call, and anew after a connection that was lost.
   *
   * Rejects when there is no answer in time, and with what the server answers to a command it refuses.
   */
  ask<Reply>(call: (redis: Redis) => Promise<Reply>): Promise<Reply>
  close(): void
}

export function accessRedis(endpoint: string): RedisAccess {
  let opened: Promise<Redis> | undefined
  const open = () => {
    const opening = connect(endpoint)
    const forget = () => {
      if (opened === opening) opened = undefined
    }
    opening.then((redis) => redis.once('end', forget), forget)
    return opening
  }
  return {
    ask: async (call) => {
      opened ??= open()
      return call(await opened)
    },
    close: () => {
      opened?.then(
        (redis) => redis.disconnect(),
        () => undefined,
      )
      opened = undefined
    },
  }
}

/** What `ask` rejected with as one sentence for a person. Of the URL the host alone: the rest may be a password. */
export function silentRedis(endpoint: string, cause: unknown): EnvironmentError {
  const { host } = new URL(endpoint)
  return new EnvironmentError(`Redis does not answer at ${host}: ${messageOf(cause)}.`, { cause })
}

async function connect(endpoint: string): Promise<Redis> {
  const redis = new Redis(endpoint, {
    lazyConnect: true,
    connectTimeout: ANSWER_MS_MAX,
    commandTimeout: ANSWER_MS_MAX,
    enableReadyCheck: false,
    enableOfflineQueue: false,
    retryStrategy: () => null,
  })
  let reason: unknown
  redis.on('error', (error) => {
    reason = error
  })
  try {
    await redis.connect()
    return redis
  } catch (error) {
    redis.disconnect()
    throw reason ?? error
  }
}
