import { describe, expect, it } from 'vitest'
import { order } from '../entities/order.ts'
import { definitionsDigest } from './definitions-digest.ts'

const { search } = order

describe('definitionsDigest', () => {
  it('changes with a field of the mapping', () => {
    const properties = { ...search.properties, currency: { type: 'text' } as const }
    const changed = { ...order, search: { ...search, properties } }

    expect(definitionsDigest([changed])).not.toBe(definitionsDigest([order]))
  })

  it('changes with the name of the index, and with a definition more', () => {
    const renamed = { ...order, search: { ...search, index: 'purchases' } }

    expect(definitionsDigest([renamed])).not.toBe(definitionsDigest([order]))
    expect(definitionsDigest([order, renamed])).not.toBe(definitionsDigest([order]))
  })

  it('stays when the same fields stand in another order', () => {
    const properties = Object.fromEntries(Object.entries(search.properties).reverse())
    const reordered = { ...order, search: { ...search, properties } }

    expect(definitionsDigest([reordered])).toBe(definitionsDigest([order]))
  })
})
