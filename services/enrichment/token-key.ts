import * as v from 'valibot'
import { PipelineError } from '../../shared/errors/pipeline-error.ts'
import type { Log } from '../../shared/observability/logger.ts'
import type { Clock } from '../../shared/time/clock.ts'
import type { TokenKey } from './tokenise.ts'

/** A rotated key is in use everywhere after this long. */
export const TOKEN_KEY_AGE_MS_MAX = 5 * 60_000

/** Where the key of the tokens is kept. */
export interface TokenKeySource {
  /** The secret's text. Rejects when it cannot be read. */
  read(): Promise<string>
}

const secret = v.object({
  keyId: v.pipe(v.string(), v.regex(/^[A-Za-z0-9-]{1,64}$/)),
  key: v.pipe(v.string(), v.minLength(16)),
})

/**
 * Reads the key when it is first needed and again when it is too old. While it cannot be read
 * again, the old one serves on: its tokens name it, so nothing is mixed up.
 *
 * The function made rejects with `token_key.invalid`, or as the source does, when there is no key.
 */
export function createTokenKeyCache(
  source: TokenKeySource,
  clock: Clock,
  log: Log,
): () => Promise<TokenKey> {
  let held: { readonly tokenKey: TokenKey; readonly readAtMs: number } | undefined
  return async () => {
    if (held !== undefined && clock() - held.readAtMs < TOKEN_KEY_AGE_MS_MAX) return held.tokenKey
    const readAtMs = clock()
    try {
      held = { tokenKey: parseTokenKey(await source.read()), readAtMs }
    } catch (error) {
      if (held === undefined) throw error
      log.warn('The token key cannot be read again; the one held serves on', { error })
    }
    return held.tokenKey
  }
}

function parseTokenKey(text: string): TokenKey {
  const result = v.safeParse(v.pipe(v.string(), v.parseJson(), secret), text)
  if (result.success) return result.output
  throw new PipelineError(
    'token_key.invalid',
    'The secret is not JSON of a keyId (letters, digits, -) and a key of 16 characters or more.',
  )
}
