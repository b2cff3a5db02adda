import { describe, expect, it } from 'vitest'
import { createFakeClock } from './fake-clock.ts'
import { createJumpingClock } from './jumping-clock.ts'

const MINUTE_MS = 60_000

function aClock() {
  const below = createFakeClock()
  return { below, startMs: below.now(), clock: createJumpingClock(below) }
}

/** Sleeps, and notes when that was over by the clock itself. */
function sleepers() {
  const { below, clock, startMs } = aClock()
  const ended: Record<string, number> = {}
  const sleep = (name: string, ms: number, signal?: AbortSignal) =>
    void clock.sleep(ms, signal).then(() => {
      ended[name] = clock.now() - startMs
    })
  return { below, clock, ended, sleep }
}

describe('a jumping clock', () => {
  it('shows the time of the clock below it, and all its jumps on top', () => {
    const { below, clock, startMs } = aClock()

    expect([clock.now(), clock.jumpedMs()]).toEqual([startMs, 0])
    clock.jump(MINUTE_MS)
    clock.jump(1)

    expect(clock.now()).toBe(startMs + MINUTE_MS + 1)
    expect(clock.jumpedMs()).toBe(MINUTE_MS + 1)
    expect(below.now()).toBe(startMs)
  })

  it('ends sleeps whose time has come, and brings the others so much nearer', async () => {
    const { below, clock, ended, sleep } = sleepers()
    sleep('short', MINUTE_MS)
    sleep('long', 3 * MINUTE_MS)
    await below.settle()

    clock.jump(MINUTE_MS)
    await below.settle()
    expect(ended).toEqual({ short: MINUTE_MS })
    clock.jump(MINUTE_MS)
    await below.advance(MINUTE_MS - 1)
    expect(ended).toEqual({ short: MINUTE_MS })
    await below.advance(1)

    expect(ended).toEqual({ short: MINUTE_MS, long: 3 * MINUTE_MS })
  })

  it('sleeps as the clock below when it does not jump', async () => {
    const { below, ended, sleep } = sleepers()
    const stopping = new AbortController()
    sleep('none', 0)
    sleep('stopped', MINUTE_MS, stopping.signal)
    sleep('whole', MINUTE_MS)
    sleep('never', MINUTE_MS, AbortSignal.abort())

    await below.advance(1_000)
    stopping.abort()
    await below.advance(MINUTE_MS)

    expect(ended).toEqual({ none: 0, never: 0, stopped: 1_000, whole: MINUTE_MS })
  })

  it.each([-1, Number.NaN, 0.5])('goes neither back nor by a part of one: %d ms', (ms) => {
    const { clock } = aClock()

    expect(() => clock.jump(ms)).toThrow('a clock jumps forward')
    expect(clock.jumpedMs()).toBe(0)
  })

  it('says what it showed at a moment of the clock below', async () => {
    const { below, clock, startMs } = aClock()
    await below.advance(1_000)
    clock.jump(MINUTE_MS)
    await below.advance(1_000)
    clock.jump(MINUTE_MS)

    const shown = [0, 999, 1_000, 1_999, 2_000].map((ms) => clock.at(startMs + ms) - startMs - ms)

    expect(shown).toEqual([0, 0, MINUTE_MS, MINUTE_MS, 2 * MINUTE_MS])
  })
})
