import { cacheFailureCode, cacheReplyWord } from '../cache/cache-failure-code.ts'
import { type CacheKey, toEntryKeys } from '../cache/cache-key.ts'
import { FILL, GIVE_LEASE_BACK, TAKE_LEASE } from '../cache/cache-scripts.ts'
import { Deadlines, TimeOver } from './deadlines.ts'
import type { CacheClientSettings, CacheTrouble } from './options.ts'
import { createRest } from './rest.ts'
import { prepareScript } from './run-script.ts'
import type { Timing } from './timing.ts'

/** What is left of the time that one `get` may spend on calls to the cache. */
export interface Budget {
  leftMs: number
}

/** Why a call has no answer. All but `resting` were told. */
export interface Failed {
  readonly kind: 'failed'
  readonly code: CacheTrouble['code']
}

export type LeaseAnswer =
  | { readonly kind: 'hit'; readonly text: string }
  | { readonly kind: 'leased'; readonly token: string }
  | { readonly kind: 'wait' | 'closed' }
  | Failed

/** A value lives between this part of `ttlMs` and all of it, so that what came together goes apart. */
const TTL_PART_MIN = 0.9

const NO_BUDGET = 'Earlier calls of this get took all of budgetMs.'

export type CacheCalls = ReturnType<typeof createCacheCalls>

/** The calls to the cache: each within the budget, none rejects, and what fails is told. */
export function createCacheCalls(settings: CacheClientSettings, timing: Timing) {
  const { connection, prefix, leaseMs, ttlMs, onTrouble } = settings
  const takeLease = prepareScript(connection, TAKE_LEASE)
  const fill = prepareScript(connection, FILL)
  const giveLeaseBack = prepareScript(connection, GIVE_LEASE_BACK)
  const deadlines = new Deadlines(timing)
  const rest = createRest(settings, timing)

  /** @param onLate gets the answer that came when nobody waited any longer. */
  async function call<Answer>(
    what: { during: CacheTrouble['during']; key: CacheKey; budget: Budget },
    ask: () => Promise<Answer>,
    onLate?: (answer: Answer) => void,
  ): Promise<Answer | Failed> {
    const { during, key, budget } = what
    if (rest.isOn()) return { kind: 'failed', code: 'cache.resting' }
    if (budget.leftMs <= 0) {
      onTrouble({ code: 'cache.unavailable', during, key, message: NO_BUDGET })
      return { kind: 'failed', code: 'cache.unavailable' }
    }
    const from = timing.now()
    try {
      const answer = await deadlines.within(budget.leftMs, ask(), onLate)
      rest.onAnswer()
      return answer
    } catch (error) {
      const code = cacheFailureCode(error) ?? 'internal.unclassified'
      onTrouble({ code, during, key, message: describe(error) })
      if (code !== 'cache.unavailable') rest.onAnswer()
      else if (rest.onSilence()) {
        const message = `The cache is not asked for ${settings.restMs} ms.`
        onTrouble({ code: 'cache.resting', during, key, message })
      }
      return { kind: 'failed', code }
    } finally {
      budget.leftMs -= timing.now() - from
    }
  }

  const calls = {
    /** The text that is there, or null. */
    get(key: CacheKey, budget: Budget): Promise<string | null | Failed> {
      return call({ during: 'get', key, budget }, () => connection.get(`${prefix}:${key}:v`))
    },

    /** @param anew whether the value that is there cannot be read, and shall go. */
    async takeLease(key: CacheKey, anew: boolean, budget: Budget): Promise<LeaseAnswer> {
      const keys = toEntryKeys(prefix, key)
      const token = timing.newToken()
      const args = [token, String(leaseMs), anew ? 'anew' : '']
      const answer = await call(
        { during: 'lease', key, budget },
        () => takeLease([keys.value, keys.lease], args),
        (late) => {
          // Nobody will fill under it, and others would wait for that.
          if (toLeaseAnswer(late, token).kind === 'leased') void calls.giveLeaseBack(key, token)
        },
      )
      return isFailed(answer) ? answer : toLeaseAnswer(answer, token)
    },

    /** Whether it was accepted. */
    async fill(key: CacheKey, token: string, text: string, budget: Budget): Promise<boolean> {
      const keys = toEntryKeys(prefix, key)
      const livesMs = Math.ceil(ttlMs * (TTL_PART_MIN + (1 - TTL_PART_MIN) * timing.random()))
      const args = [token, text, String(livesMs)]
      const answer = await call({ during: 'fill', key, budget }, () =>
        fill([keys.value, keys.lease], args),
      )
      if (isFailed(answer)) await calls.giveLeaseBack(key, token, budget)
      return answer === 1
    },

    /** So that nobody waits for a fill that will not come. */
    async giveLeaseBack(
      key: CacheKey,
      token: string,
      budget: Budget = { leftMs: settings.budgetMs },
    ): Promise<void> {
      // It expires by itself: not worth more time than is left.
      if (budget.leftMs <= 0) return
      const { lease } = toEntryKeys(prefix, key)
      await call({ during: 'give-back', key, budget }, () => giveLeaseBack([lease], [token]))
    },

    /** Tells of a value that is no JSON. */
    onInvalidValue(key: CacheKey, during: CacheTrouble['during']): void {
      const message = 'The value is no JSON that this client wrote, and is replaced.'
      onTrouble({ code: 'cache.value_invalid', during, key, message })
    },
  }
  return calls
}

export function isFailed(answer: unknown): answer is Failed {
  return (
    typeof answer === 'object' && answer !== null && 'kind' in answer && answer.kind === 'failed'
  )
}

function toLeaseAnswer(reply: unknown, token: string): LeaseAnswer {
  const [kind, text] = reply as [string, string?]
  switch (kind) {
    case 'hit':
      return { kind, text: text ?? '' }
    case 'leased':
      return { kind, token }
    case 'closed':
      return { kind }
    default:
      return { kind: 'wait' }
  }
}

function describe(error: unknown): string {
  if (error instanceof TimeOver) return error.message
  const word = cacheReplyWord(error)
  if (word !== undefined) return `The cache answered ${word}.`
  return `The connection failed: ${error instanceof Error ? error.message : typeof error}`
}
