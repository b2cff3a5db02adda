import { describe, expect, expectTypeOf, it } from 'vitest'
import { order } from '../../entities/order.ts'
import type { table } from '../../entities/table.ts'
import { anything, decimal, flag, item, list, map, optional, text } from './attribute.ts'
import { defineEntities } from './define-entities.ts'
import { checkDefinition } from './define-entity.ts'
import type { EntityDefinition } from './entity-definition.ts'
import type { FanOut } from './fan-out.ts'
import type { TypedDefinition } from './typed-definition.ts'

const withLists = (fanOut: Readonly<Record<string, FanOut>>): EntityDefinition => ({
  ...order,
  cache: { fanOut },
})

describe('cache.fanOut', () => {
  it.each<[string, Readonly<Record<string, FanOut>>]>([
    ['a key attribute', { 'customer-orders': { by: ['pk'] } }],
    ['several attributes', { 'orders-of-day': { by: ['status', 'createdAt'] } }],
    ['a number', { 'orders-by-total': { by: ['total'] } }],
    ['an optional attribute', { expiring: { by: ['expiresAt'] } }],
    ['a list that is read from an index', { 'by-status': { by: ['status'], closedSeconds: 5 } }],
  ])('takes %s', (_, fanOut) => {
    expect(checkDefinition(withLists(fanOut)).cache?.fanOut).toEqual(fanOut)
  })

  it.each<[string, Readonly<Record<string, FanOut>>, string]>([
    [
      'a kind in capitals',
      { customerOrders: { by: ['pk'] } },
      'cache.fanOut.customerOrders: the kind is not lower-case words joined by -',
    ],
    [
      "a kind with what keys are divided by, which could be another's key",
      { 'a:{b': { by: ['pk'] } },
      'cache.fanOut.a:{b: the kind is not lower-case words joined by -',
    ],
    [
      "the entity's own name",
      { order: { by: ['pk'] } },
      'cache.fanOut.order: the items themselves are cached under this kind',
    ],
    ['no attribute', { all: { by: [] } }, 'cache.fanOut.all: by names no attribute'],
    [
      'an attribute twice',
      { all: { by: ['pk', 'pk'] } },
      'cache.fanOut.all: by names an attribute twice',
    ],
    [
      'an attribute that is not declared',
      { all: { by: ['nix'] } },
      'cache.fanOut.all: nix is not declared',
    ],
    [
      'an attribute of a map',
      { city: { by: ['shippingAddress.city'] } },
      'cache.fanOut.city: shippingAddress.city is not declared, or lies inside another attribute',
    ],
    [
      'a map',
      { place: { by: ['shippingAddress'] } },
      'cache.fanOut.place: shippingAddress is map, and a key is made of one value',
    ],
    [
      'a list',
      { sku: { by: ['items'] } },
      'cache.fanOut.sku: items is list, and a key is made of one value',
    ],
    ['a token', { mails: { by: ['email'] } }, 'cache.fanOut.mails: email is personal data'],
    ['what is dropped', { notes: { by: ['note'] } }, 'cache.fanOut.notes: note is personal data'],
    ...[-1, 1.5, 3_601, Number.NaN].map(
      (closedSeconds): [string, Record<string, FanOut>, string] => [
        `${closedSeconds} seconds`,
        { all: { by: ['pk'], closedSeconds } },
        'cache.fanOut.all: closedSeconds is not a whole number from 0 to 3600',
      ],
    ),
  ])('names %s', (_, fanOut, sentence) => {
    expect(() => checkDefinition(withLists(fanOut))).toThrow(`- ${sentence}`)
  })

  it('names every mistake at once', () => {
    const call = () =>
      checkDefinition(withLists({ A: { by: ['nix', 'email'] }, order: { by: [] } }))

    expect(call).toThrow(/A: the kind.*nix is not.*email is personal.*order: the items.*names no/s)
  })

  it('leaves the compiler to refuse what the schema does not have', () => {
    const schema = item({
      pk: text(),
      price: decimal(),
      open: optional(flag()),
      mail: text(),
      place: map({ city: text() }),
      lines: list(map({ sku: text() })),
      extra: anything(),
    })
    type Definition = TypedDefinition<typeof table, typeof schema.entries, never, { mail: 'token' }>
    type Lists = NonNullable<Definition['cache']>['fanOut'][string]

    expectTypeOf<{ by: ['pk', 'price'] }>().toExtend<Lists>()
    expectTypeOf<{ by: ['open']; closedSeconds: 1 }>().toExtend<Lists>()
    expectTypeOf<{ by: ['mail'] }>().not.toExtend<Lists>()
    expectTypeOf<{ by: ['place'] }>().not.toExtend<Lists>()
    expectTypeOf<{ by: ['place.city'] }>().not.toExtend<Lists>()
    expectTypeOf<{ by: ['lines'] }>().not.toExtend<Lists>()
    expectTypeOf<{ by: ['extra'] }>().not.toExtend<Lists>()
    expectTypeOf<{ by: ['nix'] }>().not.toExtend<Lists>()
  })
})

describe('cached lists of several entities', () => {
  const anEntity = (name: string, fanOut: Readonly<Record<string, FanOut>>): EntityDefinition => ({
    ...order,
    name,
    key: { pk: `${name}#*`, sk: '*' },
    search: { ...order.search, index: name },
    lake: { columns: {} },
    cache: { fanOut },
  })

  it('may be one, of keys with as many parts', () => {
    const entities = [
      anEntity('a', { 'customer-all': { by: ['pk'] } }),
      anEntity('b', { 'customer-all': { by: ['customerId'], closedSeconds: 0 } }),
    ]

    expect(defineEntities(entities)).toHaveLength(2)
  })

  it.each<[string, EntityDefinition[], string]>([
    [
      'one of keys with different numbers of parts',
      [anEntity('a', { all: { by: ['pk'] } }), anEntity('b', { all: { by: ['pk', 'sk'] } })],
      'a and b have a cached list all of keys with different numbers of parts',
    ],
    [
      'one that stays closed for different times',
      [
        anEntity('a', { all: { by: ['pk'] } }),
        anEntity('b', { all: { by: ['pk'], closedSeconds: 1 } }),
      ],
      'a and b have a cached list all of different closedSeconds',
    ],
    [
      'one with the name of another entity',
      [anEntity('a', { b: { by: ['pk'] } }), anEntity('b', {})],
      'a has a cached list b, and an entity has that name',
    ],
  ])('cannot be %s', (_, definitions, reason) => {
    expect(() => defineEntities(definitions)).toThrow(reason)
  })
})
