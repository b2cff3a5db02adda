import { afterEach, describe, expect, it } from 'vitest'
import { createFakeClock } from '../fake-clock.ts'
import type { SignalBody } from '../signals.ts'
import type { probeHttp } from './probe-http.ts'
import { engineRules } from './rules.ts'
import { PROBE_EVERY_MS, SILENT_AFTER_MS, watchHealth } from './watch-health.ts'

const stops: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop()
})

describe(engineRules.leavesFrozen.text, () => {
  it('tells each once, however long it lasts', async () => {
    const test = watch()

    test.freeze()
    await test.clock.advance(60_000)
    test.thaw()
    await test.clock.advance(PROBE_EVERY_MS * 2)

    expect(test.told).toEqual([
      {
        type: 'engine.silent',
        engine: 'opensearch',
        afterMs: expect.any(Number),
        reason: 'no answer within 2 s',
      },
      { type: 'engine.answers', engine: 'opensearch', afterMs: expect.any(Number) },
    ])
    expect(test.told[0]).toHaveProperty('afterMs', 6_000)
  })

  it('says nothing of a pause that is shorter', async () => {
    const test = watch()

    test.freeze()
    await test.clock.advance(SILENT_AFTER_MS - PROBE_EVERY_MS)
    test.thaw()
    await test.clock.advance(60_000)

    expect(test.told).toEqual([])
  })

  it('says why when it is refused', async () => {
    const test = watch()

    test.refuse('connect ECONNREFUSED')
    await test.clock.advance(60_000)

    expect(test.told).toMatchObject([{ type: 'engine.silent', reason: 'connect ECONNREFUSED' }])
  })
})

describe(engineRules.quietWhileDown.text, () => {
  it('and is silent anew only so long after its return', async () => {
    const test = watch()
    test.refuse('connect ECONNREFUSED')

    test.down(true)
    await test.clock.advance(60_000)
    test.down(false)
    await test.clock.advance(SILENT_AFTER_MS - PROBE_EVERY_MS)

    expect(test.told).toEqual([])
  })

  it('and an engine that died while it was silent is not said to answer', async () => {
    const test = watch()
    test.freeze()
    await test.clock.advance(20_000)

    test.down(true)
    test.thaw()
    await test.clock.advance(20_000)
    test.down(false)
    await test.clock.advance(20_000)

    expect(test.told).toMatchObject([{ type: 'engine.silent' }])
  })
})

it('stops in the midst of a question that nobody answers', async () => {
  const test = watch()
  test.freeze()
  await test.clock.settle()

  await test.stop()

  expect(test.told).toEqual([])
})

/** Watches one engine on a fake clock. */
function watch() {
  const clock = createFakeClock()
  const told: SignalBody[] = []
  let answer: 'yes' | 'never' | { refused: string } = 'yes'
  let isDown = false
  let thawed = Promise.withResolvers<void>()
  const probe: typeof probeHttp = async () => {
    if (answer === 'never') await thawed.promise
    return typeof answer === 'object' ? answer.refused : undefined
  }
  const stop = watchHealth([{ engine: 'opensearch', url: 'http://x', isDown: () => isDown }], {
    clock,
    emit: (signal) => told.push(signal),
    probe,
  })
  stops.push(stop)
  return {
    clock,
    told,
    stop,
    freeze: () => {
      answer = 'never'
      thawed = Promise.withResolvers()
    },
    thaw: () => {
      answer = 'yes'
      thawed.resolve()
    },
    refuse: (refused: string) => {
      answer = { refused }
    },
    down: (now: boolean) => {
      isDown = now
    },
  }
}
