import type { CacheKey } from '../cache/cache-key.ts'
import type { Budget, CacheCalls, LeaseAnswer } from './cache-calls.ts'
import type { Flight } from './flight.ts'
import type { CacheClientSettings } from './options.ts'
import { pause, type Timing } from './timing.ts'
import { isValueText, toValueText } from './value-text.ts'

/** Reads the table. Called after the lease is there; gives undefined for what does not exist. */
export type Load<Value> = () => Promise<Value | undefined> | Value | undefined

/** What the look into the cache found that led here. */
export type Missed = 'missing' | 'invalid' | 'failed'

export interface Trip {
  readonly key: CacheKey
  readonly missed: Missed
  readonly load: Load<unknown>
  readonly budget: Budget
  readonly flight: Flight
  /** Nobody joins the flight any more. */
  readonly close: () => void
}

export interface Means {
  readonly calls: CacheCalls
  readonly settings: CacheClientSettings
  readonly timing: Timing
}

export interface Loaded {
  readonly text: string
  /** Whether the cache took it, so that nothing was invalidated since it was asked for. */
  readonly isAccepted: boolean
}

/** Between two looks for a value that somebody else fills: at first, and at most. */
const POLL_MS_FIRST = 5
const POLL_MS_MAX = 50
const POLL_GROWTH = 1.5

/**
 * Brings a missing value: from who fills it, or from the table under a lease and with a fill, or
 * from the table alone.
 *
 * @throws what `load` throws, and CacheClientError `cache.value_unsupported`.
 */
export async function lead(means: Means, trip: Trip): Promise<Loaded> {
  const lease: LeaseAnswer | undefined =
    trip.missed === 'failed' ? undefined : await obtainLease(means, trip)
  switch (lease?.kind) {
    case 'hit':
      return { text: lease.text, isAccepted: false }
    case 'leased':
      return loadUnderLease(means, trip, lease.token)
    default:
      // Those whose calls fail at the same moment load together.
      await means.timing.turn()
      trip.close()
      return { text: await loadText(trip), isAccepted: false }
  }
}

/** Waits as long as another one has it, up to `waitMs`. */
async function obtainLease(
  { calls, settings, timing }: Means,
  { key, missed, budget, flight }: Trip,
): Promise<LeaseAnswer> {
  const waitsUntil = timing.now() + settings.waitMs
  let anew = missed === 'invalid'
  let lease = await takeLease(budget)
  for (let pollMs = POLL_MS_FIRST; lease.kind === 'wait'; pollMs *= POLL_GROWTH) {
    const leftMs = waitsUntil - timing.now()
    if (leftMs <= 0) break
    const jitter = 0.5 + timing.random() / 2
    await pause(timing, Math.min(leftMs, Math.min(pollMs, POLL_MS_MAX) * jitter))
    // A look is part of the wait; what of it comes after that is a call as any other.
    const from = timing.now()
    lease = await takeLease({ ...budget })
    budget.leftMs -= Math.max(0, timing.now() - Math.max(from, waitsUntil))
  }
  return lease

  async function takeLease(ofBudget: Budget): Promise<LeaseAnswer> {
    flight.ask()
    const taken = await calls.takeLease(key, anew, ofBudget)
    if (taken.kind !== 'hit' || isValueText(taken.text)) return taken
    calls.onInvalidValue(key, 'lease')
    anew = true
    flight.ask()
    return calls.takeLease(key, anew, ofBudget)
  }
}

async function loadUnderLease({ calls }: Means, trip: Trip, token: string): Promise<Loaded> {
  const { key, budget } = trip
  let text: string
  try {
    text = await loadText(trip)
  } catch (error) {
    await calls.giveLeaseBack(key, token, budget)
    throw error
  }
  // Who comes from now on may come after an invalidation that comes after the fill.
  trip.close()
  return { text, isAccepted: await calls.fill(key, token, text, budget) }
}

async function loadText({ load, flight }: Trip): Promise<string> {
  flight.ask()
  return toValueText(await load())
}
