import { createHash } from 'node:crypto'
import { setImmediate as turn } from 'node:timers/promises'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cacheKey } from '../cache/cache-key.ts'
import { TAKE_LEASE } from '../cache/cache-scripts.ts'
import { toSettings } from './options.ts'
import { createReadThrough } from './read-through.ts'
import type { Timing } from './timing.ts'

const BUDGET_MS = 200
const WAIT_MS = 250
/** Sums of fractions are a little off. */
const LONGEST_MS = BUDGET_MS + WAIT_MS + 0.001
const TAKE_LEASE_SHA1 = createHash('sha1').update(TAKE_LEASE).digest('hex')
const key = cacheKey('order', 'CUSTOMER#c-17', 'ORDER#o-204')

/** What the cache says to who wants a lease, and how long each of its answers takes. */
interface Answer {
  readonly lease: readonly string[]
  readonly tookMs: number
}
const WAIT: Answer = { lease: ['wait'], tookMs: 0 }

/** Runs one get of a value that is missing, on a clock that moves from one timer to the next. */
async function getWithin(answerAt: (nowMs: number) => Answer) {
  const { timing, end } = aTiming()
  const answer = async (sha1: string): Promise<unknown> => {
    const { lease, tookMs } = answerAt(timing.now())
    await new Promise<void>((resolve) => void timing.after(tookMs, resolve))
    return sha1 === TAKE_LEASE_SHA1 ? lease : 1
  }
  const connection = { get: () => Promise.resolve(null), evalsha: answer, eval: answer }
  const settings = { connection, onTrouble: () => undefined, budgetMs: BUDGET_MS, waitMs: WAIT_MS }
  const get = createReadThrough(toSettings(settings), timing)
  const got = await end(get(key, () => 'loaded'))
  return { got, tookMs: timing.now() }
}

describe('a get', () => {
  it('takes no longer than budgetMs and waitMs, with a look that ends after the wait', async () => {
    const lastLookMs = WAIT_MS - 10

    const { got, tookMs } = await getWithin((nowMs) =>
      nowMs < lastLookMs ? WAIT : { lease: ['leased'], tookMs: BUDGET_MS - 5 },
    )

    expect(got).toBe('loaded')
    expect(tookMs).toBeLessThan(LONGEST_MS)
  })

  it('property: takes no longer than budgetMs and waitMs, whatever the cache answers when', async () => {
    const aLease = fc.constantFrom(['wait'], ['leased'], ['closed'], ['hit', '"cached"'])
    const anAnswer = fc.record({ lease: aLease, tookMs: fc.integer({ min: 0, max: 300 }) })
    const waitsUntil = fc.integer({ min: 0, max: WAIT_MS })
    await fc.assert(
      fc.asyncProperty(waitsUntil, fc.array(anAnswer), async (waitsUntilMs, answers) => {
        const rest = [...answers]

        const { tookMs } = await getWithin((nowMs) =>
          nowMs < waitsUntilMs ? WAIT : (rest.shift() ?? WAIT),
        )

        expect(tookMs).toBeLessThan(LONGEST_MS)
      }),
      { numRuns: 300 },
    )
  })
})

/** Time that stands still but when all wait for it. */
function aTiming() {
  let nowMs = 0
  let tokens = 0
  const timers = new Set<{ readonly atMs: number; readonly run: () => void }>()
  const timing: Timing = {
    now: () => nowMs,
    random: () => 0.5,
    newToken: () => `token-${++tokens}`,
    after(ms, run) {
      const timer = { atMs: nowMs + ms, run }
      timers.add(timer)
      return () => timers.delete(timer)
    },
    turn: () => turn(),
  }
  async function end<Result>(promise: Promise<Result>): Promise<Result> {
    let isPending = true
    const settle = () => {
      isPending = false
    }
    promise.then(settle, settle)
    for (;;) {
      await turn()
      await turn()
      if (!isPending) return promise
      const [first] = [...timers].sort((one, other) => one.atMs - other.atMs)
      if (first === undefined) throw new Error('it waits for nothing')
      timers.delete(first)
      nowMs = Math.max(nowMs, first.atMs)
      first.run()
    }
  }
  return { timing, end }
}
