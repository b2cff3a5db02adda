import { Redis } from 'iovalkey'
import { onTestFinished } from 'vitest'
import {
  createValkeyInvalidations,
  type ValkeyInvalidationsOptions,
} from '../../shared/adapters/valkey-invalidations.ts'
import type { CacheInvalidations } from '../../shared/cache/cache-invalidations.ts'

/** What keys of tests begin with. */
export const PREFIX = 'test'

/** A day, as deployed. */
export const FLOOR_TTL_MS = 86_400_000

export interface InvalidationsUnderTest {
  readonly cache: CacheInvalidations
  /** Why something came back, in the order in which it was told. */
  readonly reasons: string[]
}

/** The port on a server or cluster. */
export function openInvalidations(
  endpoint: string,
  options: Partial<ValkeyInvalidationsOptions> = {},
): InvalidationsUnderTest {
  const reasons: string[] = []
  const cache = createValkeyInvalidations({
    endpoint,
    mode: 'single',
    credentials: undefined,
    prefix: PREFIX,
    floorTtlMs: FLOOR_TTL_MS,
    requestTimeoutMs: 10_000,
    now: Date.now,
    onTrouble: (some) => reasons.push(...some),
    ...options,
  })
  return { cache, reasons }
}

/** A client for what a test looks at and changes by hand. It ends with the test. */
export function lookInto(endpoint: string): Redis {
  const client = new Redis(endpoint)
  // It is told to whoever called, too.
  client.on('error', () => undefined)
  onTestFinished(() => client.disconnect())
  return client
}
