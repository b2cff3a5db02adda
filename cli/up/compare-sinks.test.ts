import { describe, expect, it } from 'vitest'
import { compareSinks, describeSink, hasAllOfTable, isEqualToTable } from './compare-sinks.ts'

const AGREES = { items: 2, documents: 2, missing: [], different: [], ghosts: [], unfit: [] }
const CACHE_AGREES = { cached: 3, different: [], ghosts: [] }
const COMPARISONS = {
  compare: async () => AGREES,
  compareLake: async () => AGREES,
  compareCache: async () => CACHE_AGREES,
}

describe('compareSinks', () => {
  it('says that all agree', async () => {
    const sinks = await compareSinks(COMPARISONS)

    expect(sinks.map(describeSink)).toEqual([
      'Table and index agree: 2 items in the table, 2 in the index',
      'Table and lake agree: 2 items in the table, 2 in the lake',
      'Table and cache agree: 3 values cached, all as the table has them',
    ])
    expect(sinks.every(isEqualToTable)).toBe(true)
  })

  it('names what is cached otherwise than the table has it', async () => {
    const compareCache = async () => ({ cached: 3, different: ['a|1'], ghosts: ['b|1', 'b|2'] })

    const [, , cache] = await compareSinks({ ...COMPARISONS, compareCache })

    expect(cache && describeSink(cache)).toBe(
      'Table and cache do not agree: 3 values cached\n  different: a|1\n  ghosts: b|1, b|2',
    )
    expect(cache && isEqualToTable(cache)).toBe(false)
  })

  it('says why one cannot be compared, and takes it for unequal', async () => {
    const compareCache = async () => {
      throw new Error('connect ECONNREFUSED')
    }

    const [, , cache] = await compareSinks({ ...COMPARISONS, compareCache })

    expect(cache && describeSink(cache)).toBe('Table and cache not compared: connect ECONNREFUSED')
    expect(cache && isEqualToTable(cache)).toBe(false)
  })

  it('misses what is parked, in every sink but the cache', async () => {
    const compare = async () => ({ ...AGREES, documents: 1, unfit: ['a|1'] })

    const sinks = await compareSinks({ ...COMPARISONS, compare })

    expect(sinks.map(hasAllOfTable)).toEqual([false, true, true])
  })
})
