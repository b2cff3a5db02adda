import { describe, expect, it } from 'vitest'
import { MemoryLog } from '../../test/fakes/memory-log.ts'
import { tellOutcomes } from './tell-outcomes.ts'

describe('tellOutcomes', () => {
  it('names at most fifty changes in a line', () => {
    const log = new MemoryLog()

    tellOutcomes(
      log,
      Array.from({ length: 120 }, (_, place) => ({ eventID: `e-${place}`, outcome: 'applied' })),
    )

    const named = log.lines.map(({ fields }) => fields.eventIDs as readonly string[])
    expect(named.map((ids) => ids.length)).toEqual([50, 50, 20])
    expect(new Set(named.flat()).size).toBe(120)
  })

  it.each([
    ['an address', 'ada@example.org'],
    ['nothing', ''],
    ['what is too long', 'a'.repeat(129)],
    ['no text', { email: 'ada@example.org' }],
  ])('says nothing of an eventID that is %s', (_, eventID) => {
    const log = new MemoryLog()

    tellOutcomes(log, [{ eventID, outcome: 'applied' }])

    expect(log.lines).toEqual([])
  })
})
