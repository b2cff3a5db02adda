import { describe, expect, it } from 'vitest'
import { createChaos } from '../../local/chaos/chaos.ts'
import { createFakeClock } from '../../local/fake-clock.ts'
import { makeStorm } from './make-storm.ts'

const STORMS = Array.from({ length: 1_000 }, (_, seed) => makeStorm(seed))

describe('makeStorm', () => {
  it('makes the same storm of the same seed, and another of another', () => {
    expect(makeStorm(123)).toEqual(STORMS[123])
    expect(makeStorm(124)).not.toEqual({ ...STORMS[123], seed: 124 })
  })

  it('has each sink dead in one of ten, in every way that it can be', () => {
    const ways = STORMS.flatMap(({ dead }) => (dead ? [JSON.stringify(dead)] : []))

    expect(ways).toHaveLength(300)
    expect(new Set(ways).size).toBe(6)
  })

  it('ends what it begins, within its time and in order', () => {
    for (const { forMs, weather, writes } of STORMS) {
      const begins = weather.map(({ fromMs }) => fromMs)
      const moments = [...writes.map(({ atMs }) => atMs), ...begins]
      const ends = weather.map((one) => ('toMs' in one ? one.toMs - one.fromMs : 0))
      expect(begins).toEqual(begins.toSorted((a, b) => a - b))
      expect(Math.max(...moments)).toBeLessThan(forMs)
      expect(Math.min(...ends)).toBeGreaterThanOrEqual(0)
    }
  })

  it('has faults that their hops have', () => {
    const chaos = createChaos(createFakeClock())

    for (const one of STORMS.flatMap(({ weather }) => weather)) {
      if (one.kind === 'fault') chaos.set({ [one.hop]: one.fault }, 1)
    }
  })

  it('has every kind of write and of weather', () => {
    const kinds = (all: readonly { kind: string }[]) => new Set(all.map(({ kind }) => kind))

    expect(kinds(STORMS.flatMap(({ writes }) => writes)).size).toBe(5)
    expect(kinds(STORMS.flatMap(({ weather }) => weather)).size).toBe(6)
  })
})
