import type { CacheAuth } from '../cache/cache-endpoint.ts'
import type { ValkeyCredentials } from './valkey-client.ts'

export interface ValkeyUser {
  /** Of the serverless cache. */
  readonly cacheName: string
  /** The user's id, which must be its name too. */
  readonly user: string
  /** AWS region that signs. */
  readonly region: string | undefined
}

/**
 * Who to say one is, for each new connection; undefined where nobody asks. What signs is loaded with
 * the first token.
 */
export function createValkeyCredentials(
  auth: CacheAuth,
  user: ValkeyUser,
): (() => Promise<ValkeyCredentials>) | undefined {
  if (auth === 'none') return undefined
  return async () => {
    const { createIamToken } = await import('./valkey-iam-token.ts')
    return { username: user.user, password: await createIamToken(user) }
  }
}
