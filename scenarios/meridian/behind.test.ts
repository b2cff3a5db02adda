import { describe, expect, it } from 'vitest'
import { behindOfCache, behindOfIndex, behindOfLake } from './behind.ts'
import { createLedger, type Ledger, type Written } from './ledger.ts'
import { REMOVED } from './sale.ts'

const NOW = { atMs: 10_000, isParked: false }
const NOTHING = { lagMs: 0, lacks: 0 }

/** Changes as `<item> <mark> <second it was written>`; a mark that ends in `!` is of a malformed one. */
function ledgerOf(...changes: readonly string[]): Ledger {
  const ledger = createLedger()
  for (const change of changes) ledger.add(toWritten(change))
  return ledger
}

function toWritten(text: string): Written {
  const [id = '', mark = '', second] = text.split(' ')
  return { id, mark, isMalformed: mark.endsWith('!'), writtenAtMs: Number(second) * 1_000 }
}

describe('behindOfIndex', () => {
  const ledger = ledgerOf('a 1 1', 'b 1 2', 'a 2 3', 'a 3 4', 'b 2 5')

  it('is not behind when it holds the newest of each item', () => {
    const held = new Map([
      ['a', '3'],
      ['b', '2'],
    ])

    expect(behindOfIndex(ledger, held, NOW)).toEqual(NOTHING)
  })

  it('is as old as the oldest change that it does not have', () => {
    expect(behindOfIndex(ledger, new Map(), NOW)).toEqual({ lagMs: 9_000, lacks: 2 })
    expect(behindOfIndex(ledger, new Map([['a', '1']]), NOW)).toEqual({ lagMs: 8_000, lacks: 2 })
  })

  it('has a change when it holds a later one of the item', () => {
    const held = new Map([
      ['a', '3'],
      ['b', '1'],
    ])

    expect(behindOfIndex(ledger, held, NOW)).toEqual({ lagMs: 5_000, lacks: 1 })
  })

  it('owes nothing that was written after the look began', () => {
    const held = new Map([['a', '1']])

    expect(behindOfIndex(ledger, held, { ...NOW, atMs: 2_500 })).toEqual({ lagMs: 500, lacks: 1 })
  })

  it('lacks a removal while it still finds the item, and nothing when it does not', () => {
    const removed = ledgerOf('a 1 1', `a ${REMOVED} 2`)

    expect(behindOfIndex(removed, new Map([['a', '1']]), NOW)).toEqual({ lagMs: 8_000, lacks: 1 })
    expect(behindOfIndex(removed, new Map(), NOW)).toEqual(NOTHING)
  })

  it('owes a malformed change while it is not parked', () => {
    const malformed = ledgerOf('a 1 1', 'a 2! 2')
    const held = new Map([['a', '1']])

    expect(behindOfIndex(malformed, held, NOW)).toEqual({ lagMs: 8_000, lacks: 1 })
    expect(behindOfIndex(malformed, held, { ...NOW, isParked: true })).toEqual(NOTHING)
  })
})

describe('behindOfCache', () => {
  const ledger = ledgerOf('a 1 1', 'a 2 3', 'b 1 4')

  it('owes nothing for items that it does not hold', () => {
    expect(behindOfCache(ledger, new Map(), NOW)).toEqual(NOTHING)
  })

  it('is as old as the oldest change that a cached item lacks', () => {
    const cached = new Map([
      ['a', '1'],
      ['b', '1'],
    ])

    expect(behindOfCache(ledger, cached, NOW)).toEqual({ lagMs: 7_000, lacks: 1 })
  })

  it('is wrong with a cached absence of what is there, and right when it is gone', () => {
    const absent = new Map([['a', undefined]])

    expect(behindOfCache(ledger, absent, NOW)).toEqual({ lagMs: 9_000, lacks: 1 })
    expect(behindOfCache(ledgerOf('a 1 1', `a ${REMOVED} 2`), absent, NOW)).toEqual(NOTHING)
  })
})

describe('behindOfLake', () => {
  it('lacks every change that it has no line of, whatever came later', () => {
    const ledger = ledgerOf('a 1 1', 'a 2 2', 'b 1 3', `a ${REMOVED} 4`)

    expect(behindOfLake(ledger, new Set(['a 1', 'b 1']), NOW)).toEqual({ lagMs: 8_000, lacks: 2 })
  })
})
