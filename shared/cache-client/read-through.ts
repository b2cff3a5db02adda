import type { CacheKey } from '../cache/cache-key.ts'
import { type Budget, createCacheCalls } from './cache-calls.ts'
import { CacheClientError } from './cache-client-error.ts'
import { Flight } from './flight.ts'
import { type Load, lead, type Missed, type Trip } from './lead.ts'
import type { CacheClientSettings } from './options.ts'
import type { Timing } from './timing.ts'
import { parseValueText, toValueText } from './value-text.ts'

/** How often a caller joins others before it goes alone. */
const JOINS_MAX = 3

/** One `get`: from the cache, or to the table, together with others of this process if it may. */
export function createReadThrough(settings: CacheClientSettings, timing: Timing) {
  const calls = createCacheCalls(settings, timing)
  const flights = new Map<CacheKey, Flight>()

  return async function get(key: CacheKey, load: Load<unknown>): Promise<unknown> {
    const budget: Budget = { leftMs: settings.budgetMs }
    for (let joins = 0; joins < JOINS_MAX; joins += 1) {
      const found = await calls.get(key, budget)
      let missed: Missed = 'missing'
      if (typeof found === 'string') {
        try {
          return parseValueText(found)
        } catch {
          calls.onInvalidValue(key, 'get')
          missed = 'invalid'
        }
      } else if (found !== null) {
        missed = found.code === 'cache.wrong_type' ? 'invalid' : 'failed'
      }

      const flight = flights.get(key)
      if (flight === undefined) return parseValueText(await fly({ key, missed, budget, load }))
      const landing = await flight.join()
      if (landing.kind === 'value') return parseValueText(landing.text)
    }
    return parseValueText(toValueText(await load()))
  }

  async function fly(of: Omit<Trip, 'flight' | 'close'>): Promise<string> {
    requireKey(of.key)
    const flight = new Flight()
    flights.set(of.key, flight)
    const close = () => {
      if (flights.get(of.key) === flight) flights.delete(of.key)
    }
    // No fill comes of it any more, and whoever waits gets a lease of its own.
    const cancel = timing.after(settings.waitMs + settings.leaseMs, () => {
      close()
      flight.dismiss()
    })
    try {
      const { text, isAccepted } = await lead({ calls, settings, timing }, { ...of, flight, close })
      flight.land(text, isAccepted)
      return text
    } catch (error) {
      flight.fail(error)
      throw error
    } finally {
      cancel()
      close()
    }
  }
}

/** Another key would have its value and its lease in two slots. */
function requireKey(key: CacheKey): void {
  if (/^[^{}]+:\{[^}]+\}$/.test(key)) return
  throw new CacheClientError('cache.key_invalid', 'A key is made by cacheKey(kind, ...parts).')
}
