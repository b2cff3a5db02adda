import { createHmac, createSecretKey } from 'node:crypto'

export interface TokenKey {
  /** Names the key inside every token, so that a rotation shows. Letters, digits and `-`. */
  readonly keyId: string
  readonly key: string
}

export type Tokenise = (path: string, value: string) => string

/**
 * Makes tokens that stand for personal data: equal values of one attribute have equal tokens, and
 * without the key nobody tells a value from its token or compares two attributes.
 */
export function createTokenise({ keyId, key }: TokenKey): Tokenise {
  const secret = createSecretKey(key, 'utf8')
  return (path, value) => {
    const hash = createHmac('sha256', secret).update(`${path}\0${value}`).digest('hex')
    return `tok_${keyId}_${hash}`
  }
}
