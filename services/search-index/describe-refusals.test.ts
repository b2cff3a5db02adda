import { describe, expect, it } from 'vitest'
import { describeRefusals } from './describe-refusals.ts'

const aRefusal = (path: string, has: object, wants: object, reason = 'object mapping') => ({
  path: path.split('.'),
  has: { ...has },
  wants: { ...wants },
  reason,
  change: {},
  restore: {},
})

describe('describeRefusals', () => {
  it('says what to do, and then of each field what both say', () => {
    const keyword = { type: 'keyword', ignore_above: 8191 }

    const text = describeRefusals('orders-000001', [
      aRefusal('status', keyword, { type: 'text', ignore_above: 8191 }),
      aRefusal('items.quantity', { type: 'long' }, { type: 'double', coerce: false }),
      aRefusal('items', { type: 'nested', properties: { sku: keyword } }, { type: 'object' }),
    ])

    expect(text).toBe(
      `The index orders-000001 has 3 fields otherwise than the definition says, and cannot change that in place. Nothing was changed. Give the new mapping a field of its own, set the definition back, or rebuild into a new index.
- status: the index has keyword, the definition says text
- items.quantity: the index has long, the definition says double (coerce false)
- items: the index has nested (fields of its own), the definition says object`,
    )
  })

  it('adds what the engine says where it says more', () => {
    const wants = { type: 'keyword', analyzer: 'nix' }

    const text = describeRefusals('orders-000001', [
      aRefusal('status', { type: 'keyword' }, wants, 'unknown parameter [analyzer]'),
    ])

    expect(text).toMatch(/has a field otherwise .*\n.* keyword \(analyzer "nix"\) \(unknown para/)
  })
})
