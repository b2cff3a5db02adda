import { describe, expect, it } from 'vitest'
import { order } from '../../entities/order.ts'
import { defineEntities } from './define-entities.ts'
import type { EntityDefinition } from './entity-definition.ts'

const customer: EntityDefinition = {
  ...order,
  name: 'customer',
  key: { pk: 'CUSTOMER#*', sk: 'PROFILE' },
  search: { ...order.search, index: 'customers' },
}

describe('defineEntities', () => {
  it('takes entities of one table that can be told apart', () => {
    expect(defineEntities([order, customer])).toEqual([order, customer])
  })

  it('takes a wide pattern after the narrow one', () => {
    const anything = { ...customer, key: { pk: '*', sk: '*' } }

    expect(defineEntities([order, anything])).toHaveLength(2)
  })

  it.each<[string, EntityDefinition[], string]>([
    ['none', [], 'none is given'],
    ['one name twice', [order, { ...customer, name: 'order' }], 'have one name, "order"'],
    [
      'one index twice',
      [order, { ...customer, search: order.search }],
      'order and customer have one search index, "orders"',
    ],
    [
      'entities of two tables',
      [order, { ...customer, table: { partitionKey: { name: 'pk', type: 'S' } } }],
      'order and customer are not of one table: pk (S), sk (S); pk (S)',
    ],
    [
      'an entity that an earlier one covers',
      [{ ...customer, key: { pk: 'CUSTOMER#*', sk: '*' } }, order],
      'customer has every item of order: list order before it',
    ],
    [
      'one lake column of two types',
      [
        order,
        { ...customer, lake: { columns: { total: { attribute: 'total', type: 'double' } } } },
      ],
      'order and customer have a lake column total of different types: decimal(38,9), double',
    ],
  ])('refuses %s', (_mistake, definitions, reason) => {
    expect(() => defineEntities(definitions)).toThrow(reason)
  })

  it('names every mistake at once', () => {
    expect(() => defineEntities([order, order])).toThrow(
      /one name.*one search index.*has every item/s,
    )
  })
})
