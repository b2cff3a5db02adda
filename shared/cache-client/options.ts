import type { CacheFailureCode } from '../cache/cache-failure-code.ts'
import { CacheClientError } from './cache-client-error.ts'
import type { CacheConnection } from './cache-connection.ts'

/** Something that the cache did not do. Whoever asked was served by `load`. */
export interface CacheTrouble {
  /**
   * Stable. Beside those of a failed call:
   * `cache.resting` the cache failed so often that it is not asked for `restMs`;
   * `cache.value_invalid` a value that is no JSON was there, and was replaced;
   * `internal.unclassified` an error reply that nobody has classified.
   */
  readonly code:
    | CacheFailureCode
    | 'cache.resting'
    | 'cache.value_invalid'
    | 'internal.unclassified'
  readonly during: 'get' | 'lease' | 'fill' | 'give-back'
  readonly key: string
  /** For people. Quotes no value. */
  readonly message: string
}

export interface CacheClientOptions {
  /** Stays the application's: it connects it, sets it up and ends it. */
  readonly connection: CacheConnection
  /** Is told of all trouble, once for each failed call. Must not throw. */
  readonly onTrouble: (trouble: CacheTrouble) => void
  /** The stack's setting `cachePrefix`. Default `tailrace`. */
  readonly prefix?: string
  /**
   * How long a value stays, at most; each one a random part of up to 10 % less. If an invalidation
   * is lost with a server, a lease may have come back that it took away: then a value is old for at
   * most `leaseMs` and `ttlMs` together. 1,000 to 2,592,000,000 (30 days), default 300,000.
   */
  readonly ttlMs?: number
  /** The longest that a load may take for its value to be cached. 100 to 300,000, default 5,000. */
  readonly leaseMs?: number
  /** How long to wait for a value that somebody else is filling. 0 to 60,000, default 250. */
  readonly waitMs?: number
  /** What all calls to the cache in one `get` may take together. 1 to 60,000, default 200. */
  readonly budgetMs?: number
  /** How long a cache that does not answer is left alone. 0 to 60,000, default 1,000. */
  readonly restMs?: number
}

export type CacheClientSettings = Required<CacheClientOptions>

/** What each number may be: least, most, default. */
const NUMBERS = {
  ttlMs: [1_000, 2_592_000_000, 300_000],
  leaseMs: [100, 300_000, 5_000],
  waitMs: [0, 60_000, 250],
  budgetMs: [1, 60_000, 200],
  restMs: [0, 60_000, 1_000],
} as const

/** @throws CacheClientError `cache.option_invalid`, naming all that is wrong. */
export function toSettings(options: CacheClientOptions): CacheClientSettings {
  const { connection, onTrouble, prefix = 'tailrace' } = options
  const mistakes: string[] = []
  for (const method of ['get', 'evalsha', 'eval'] as const) {
    if (typeof connection?.[method] !== 'function') mistakes.push(`connection has no ${method}()`)
  }
  if (typeof onTrouble !== 'function') mistakes.push('onTrouble is no function')
  // A brace would move the three keys of an entry into slots of their own.
  if (!/^[^{}]+$/.test(prefix)) mistakes.push('prefix is empty or has a brace')
  const number = (name: keyof typeof NUMBERS): number => {
    const [least, most, usual] = NUMBERS[name]
    const value = options[name] ?? usual
    if (!Number.isInteger(value) || value < least || value > most) {
      mistakes.push(`${name} is ${value}, not a whole number from ${least} to ${most}`)
    }
    return value
  }
  const settings = {
    connection,
    onTrouble,
    prefix,
    ttlMs: number('ttlMs'),
    leaseMs: number('leaseMs'),
    waitMs: number('waitMs'),
    budgetMs: number('budgetMs'),
    restMs: number('restMs'),
  }
  const known = new Set([...Object.keys(settings)])
  for (const name of Object.keys(options)) {
    if (!known.has(name)) mistakes.push(`${name} is no option`)
  }
  if (mistakes.length > 0) {
    throw new CacheClientError('cache.option_invalid', `${mistakes.join('; ')}.`)
  }
  return settings
}
