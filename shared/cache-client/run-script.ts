import { createHash } from 'node:crypto'
import { cacheReplyWord } from '../cache/cache-failure-code.ts'
import type { CacheConnection } from './cache-connection.ts'

/** Runs one script by its hash, and sends all of it to a server that does not know it. */
export function prepareScript(connection: CacheConnection, script: string) {
  const sha1 = createHash('sha1').update(script).digest('hex')
  return async (keys: readonly string[], args: readonly string[]): Promise<unknown> => {
    try {
      return await connection.evalsha(sha1, keys.length, ...keys, ...args)
    } catch (error) {
      if (cacheReplyWord(error) !== 'NOSCRIPT') throw error
      return connection.eval(script, keys.length, ...keys, ...args)
    }
  }
}
