import { describe, expect, it } from 'vitest'
import { PRICES, PRICES_OF, type Price, searchNodePrice } from './prices.ts'

describe('PRICES', () => {
  it('are of a day and a region', () => {
    expect(PRICES_OF.day).toMatch(/^\d{4}-\d{2}-\d{2}$/)
    expect(PRICES_OF.region).toMatch(/^[a-z]{2}-[a-z]+-\d$/)
  })

  it.each(Object.entries<Price>(PRICES))(
    '%s names its page, and is above nothing',
    (_name, price) => {
      expect(new URL(price.page).host).toBe('aws.amazon.com')
      expect(price.dollars).toBeGreaterThan(0)
      expect(price.per).toBeGreaterThan(0)
    },
  )
})

describe('searchNodePrice', () => {
  it('knows the types of the stages, and not every type', () => {
    expect(searchNodePrice('t3.small.search')?.dollars).toBe(0.036)
    expect(searchNodePrice('r7g.large.search')?.dollars).toBe(0.178)
    expect(searchNodePrice('x9z.large.search')).toBeNull()
    expect(searchNodePrice('toString')).toBeNull()
  })
})
