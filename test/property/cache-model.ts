/**
 * The cache as a model: one entry, small numbers in place of texts, and the scripts of
 * shared/cache/cache-scripts.ts as functions. `findDifferences` compares each of its transitions
 * with the real scripts on a real server.
 */

/** No value, no lease, no floor. */
export const NONE = -1

/** A lease that nobody may have. Tokens are 0 and up. */
export const CLOSED = -2

export interface Cache {
  /** The version of the item that is cached, or NONE. */
  readonly value: number
  /** A token, CLOSED or NONE. */
  readonly lease: number
  /** The newest change it was invalidated for, or NONE. */
  readonly floor: number
}

export const EMPTY: Cache = { value: NONE, lease: NONE, floor: NONE }

export type Call =
  | { readonly name: 'take'; readonly token: number }
  | { readonly name: 'fill'; readonly token: number; readonly version: number }
  | { readonly name: 'give-back'; readonly token: number }
  | { readonly name: 'invalidate-item'; readonly change: number }
  | { readonly name: 'invalidate-list'; readonly closes: boolean }

export type Reply =
  | 'hit'
  | 'leased'
  | 'wait'
  | 'closed'
  | 'applied'
  | 'stale'
  | 'filled'
  | 'refused'

/** How a cache is kept right, or fails to be. */
export type Protocol = (cache: Cache, call: Call) => readonly [Cache, Reply]

/** What the scripts do. */
export const leases: Protocol = (cache, call) => {
  switch (call.name) {
    case 'take':
      if (cache.value !== NONE) return [cache, 'hit']
      if (cache.lease === NONE) return [{ ...cache, lease: call.token }, 'leased']
      if (cache.lease === call.token) return [cache, 'leased']
      return [cache, cache.lease === CLOSED ? 'closed' : 'wait']
    case 'fill':
      if (cache.lease !== call.token) return [cache, 'refused']
      return [{ ...cache, value: call.version, lease: NONE }, 'filled']
    case 'give-back':
      return [cache.lease === call.token ? { ...cache, lease: NONE } : cache, 'applied']
    case 'invalidate-item':
      if (call.change <= cache.floor) return [cache, 'stale']
      return [{ value: NONE, lease: NONE, floor: call.change }, 'applied']
    case 'invalidate-list':
      return [{ ...cache, value: NONE, lease: call.closes ? CLOSED : NONE }, 'applied']
  }
}

/** What most teams do: delete when it changes, set when it was missing. */
export const plainDelete: Protocol = (cache, call) => {
  switch (call.name) {
    case 'take':
      return [cache, cache.value === NONE ? 'leased' : 'hit']
    case 'fill':
      return [{ ...cache, value: call.version }, 'filled']
    case 'give-back':
      return [cache, 'applied']
    default:
      return [{ ...cache, value: NONE }, 'applied']
  }
}

/** A floor that spares repeated invalidations, and fills that nothing stops. */
export const floorWithoutLease: Protocol = (cache, call) =>
  call.name === 'invalidate-item' ? leases(cache, call) : plainDelete(cache, call)

/** An invalidation that forgets the lease. */
export const leaseIsKept: Protocol = (cache, call) => {
  const [after, reply] = leases(cache, call)
  return call.name.startsWith('invalidate')
    ? [{ ...after, lease: cache.lease }, reply]
    : [after, reply]
}

/** A fill that asks whether there is a lease, and not whose. */
export const anyLeaseWillDo: Protocol = (cache, call) =>
  call.name === 'fill' && cache.lease >= 0
    ? leases({ ...cache, lease: call.token }, call)
    : leases(cache, call)
