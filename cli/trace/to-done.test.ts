import { describe, expect, it } from 'vitest'
import type { Holding, Mention } from './evidence.ts'
import { toDone } from './to-done.ts'

const holding = (holds: 'this' | 'older' | 'newer'): Holding => ({
  holds,
  position: { stream: '2026-11-01T00:00:00.000', sequenceNumber: '7'.padStart(40, '0') },
})

const mention = (second: number, outcome: string, code?: string): Mention => ({
  ...{ eventID: 'e-1', at: `2026-11-21T07:26:4${second}.000Z`, service: 'cache-invalidator' },
  ...{ outcome, code },
})

describe('toDone', () => {
  it.each(['stale', 'duplicate'])('knows %s as its own work where the sink holds it', (outcome) => {
    const lost = mention(1, 'retryable', 'cache.unavailable')
    const done = mention(2, outcome)

    expect(toDone([lost, done], holding('this'))).toEqual({
      ...{ state: 'applied', at: done.at, retries: 1 },
      says: 'applied: an earlier try of it had got through, and its reply was lost; it had come back once (cache.unavailable)',
    })
    expect(toDone([done], holding('this'))?.says).toBe(
      'applied: an earlier try of it had got through, and left no line',
    )
  })

  it('speaks of something newer only where the sink holds it', () => {
    const newer = 'stale: something newer of its item was first'
    const either = 'stale: it or something newer of its item was there already'
    const saysOf = (held?: Holding) => toDone([mention(1, 'stale')], held)

    expect(saysOf(holding('newer'))).toMatchObject({ state: 'stale', says: newer })
    for (const held of [undefined, { holds: 'nothing' } as const, holding('older')]) {
      expect(saysOf(held)).toMatchObject({ state: 'stale', says: either })
    }
  })
})
