import { describe, expect, it } from 'vitest'
import { aBillInput } from '../../test/builders/cost-input.ts'
import { findSavings } from './turns.ts'

const find = (input: ReturnType<typeof aBillInput>) => findSavings('someone', input, 1)

describe('findSavings', () => {
  it('says what another value saves, the best first', () => {
    const savings = find(aBillInput({ changesPerSecond: 100 }))

    const dollars = savings.map((saving) => saving.dollars)
    expect(dollars).toEqual(dollars.toSorted((one, other) => other - one))
    // At 100 a second the invalidator is invoked 100 times a second; by batches of 100, once.
    expect(savings[0]?.settings).toEqual({ cacheBatchingWindowSeconds: 1, cacheBatchSize: 500 })
  })

  it('leaves out what the stage has already, and what is not worth a dollar', () => {
    const settings = {
      cacheBatchingWindowSeconds: 2,
      cacheBatchSize: 1_000,
    } as const
    const names = find(aBillInput({ changesPerSecond: 100, settings })).flatMap((saving) =>
      Object.keys(saving.settings),
    )

    expect(names).not.toContain('cacheBatchSize')
    expect(find(aBillInput({ changesPerSecond: 0.001 }))).toEqual([])
  })

  it('goes on from advice that the stage has taken in part', () => {
    const settings = { cacheBatchingWindowSeconds: 1 }
    const savings = find(aBillInput({ changesPerSecond: 100, settings }))

    expect(savings.flatMap((saving) => Object.keys(saving.settings))).toContain('cacheBatchSize')
  })

  it('names two turns of the same worth once', () => {
    const savings = find(aBillInput({ changesPerSecond: 1_000 }))

    const pipe = savings.filter(({ settings }) => 'pipeBatchingWindowSeconds' in settings)
    expect(pipe.map(({ settings }) => settings)).toEqual([{ pipeBatchingWindowSeconds: 1 }])
  })
})
