import { describe, expect, it } from 'vitest'
import { createHoldLedger } from './hold-ledger.ts'

const FROZEN = {
  key: 'silent opensearch',
  holds: { hop: 'search', why: 'OpenSearch does not answer', lasts: true },
} as const
const PUT_OFF = { key: 'left', holds: { hop: 'search', why: 'f puts them off' } } as const

describe('createHoldLedger', () => {
  it('prefers what lasts, whenever it was told', () => {
    const ledger = createHoldLedger()

    ledger.note(PUT_OFF, 1)
    ledger.note(FROZEN, 2)
    ledger.note(PUT_OFF, 3)

    expect(ledger.of('search')).toMatchObject({ why: 'OpenSearch does not answer', since: 2 })
  })

  it('counts a reason from when it was first told', () => {
    const ledger = createHoldLedger()

    ledger.note(PUT_OFF, 1)
    ledger.note(PUT_OFF, 9)

    expect(ledger.of('search')?.since).toBe(1)
  })

  it('takes the newest of what passes, and forgets it when nothing waits any more', () => {
    const ledger = createHoldLedger()
    ledger.note(PUT_OFF, 1)
    ledger.note({ key: 'x', holds: { hop: 'search', why: 'f fails: boom' } }, 2)

    const before = ledger.of('search')?.why
    ledger.clear('search')

    expect(before).toBe('f fails: boom')
    expect(ledger.of('search')).toBeUndefined()
  })

  it('keeps what lasts until its end is told', () => {
    const ledger = createHoldLedger()
    ledger.note(FROZEN, 1)
    ledger.clear('search')

    const before = ledger.of('search')
    ledger.relieve({ ends: ['silent opensearch'] })

    expect(before).toBeDefined()
    expect(ledger.of('search')).toBeUndefined()
  })

  it('keeps the hops apart', () => {
    const ledger = createHoldLedger()

    ledger.note(FROZEN, 1)

    expect(ledger.of('pipe')).toBeUndefined()
  })
})
