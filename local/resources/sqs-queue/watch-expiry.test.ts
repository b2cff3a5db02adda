import { describe, expect, it } from 'vitest'
import { createFakeClock } from '../../fake-clock.ts'
import type { SignalBody } from '../../signals.ts'
import { EXPIRY_CHECK_MS } from './limits.ts'
import { queueRules } from './rules.ts'
import { watchExpiry } from './watch-expiry.ts'

/** Watches a queue whose count is each of these in turn. */
async function tellAbout(...counts: (number | Error)[]): Promise<SignalBody[]> {
  const clock = createFakeClock()
  const signals: SignalBody[] = []
  const stopping = new AbortController()
  const left = [...counts]
  const watching = watchExpiry({
    queue: 'search',
    stack: { clock, emit: (signal) => signals.push(signal) },
    signal: stopping.signal,
    countExpired: async () => {
      const count = left.shift() ?? 0
      if (count instanceof Error) throw count
      return count
    },
  })
  await clock.advance(counts.length * EXPIRY_CHECK_MS)
  stopping.abort()
  await watching
  return signals
}

describe('watchExpiry', () => {
  it(queueRules.retentionTold.text, async () => {
    const signals = await tellAbout(0, 3, 3, 5)

    expect(signals).toEqual([
      { type: 'messages.expired', queue: 'search', messages: 3 },
      { type: 'messages.expired', queue: 'search', messages: 2 },
    ])
  })

  it('counts anew after the engine began anew', async () => {
    const signals = await tellAbout(3, 0, 1)

    expect(signals).toMatchObject([{ messages: 3 }, { messages: 1 }])
  })

  it('tells that it could not ask, and asks again', async () => {
    const signals = await tellAbout(new Error('down'), 2)

    expect(signals).toMatchObject([
      { type: 'retry.scheduled', resource: 'search', reason: 'down' },
      { type: 'messages.expired', messages: 2 },
    ])
  })
})
