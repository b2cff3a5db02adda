import { describe, expect, expectTypeOf, it } from 'vitest'
import {
  anything,
  dateTime,
  decimal,
  integer,
  item,
  list,
  map,
  oneOf,
  optional,
  text,
} from './attribute.ts'
import { checkDefinition, defineEntity } from './define-entity.ts'
import type { EntityDefinition } from './entity-definition.ts'
import { fullText, keyword, storedOnly, wholeNumber } from './search-property.ts'
import type { TypedDefinition } from './typed-definition.ts'

const table = {
  partitionKey: { name: 'pk', type: 'S' },
  sortKey: { name: 'sk', type: 'N' },
} as const

const schema = item({
  pk: text(),
  sk: decimal(),
  state: oneOf('open', 'shut'),
  due: optional(dateTime()),
  price: decimal(),
  lines: list(map({ sku: text(), note: optional(text()) })),
  extra: optional(anything()),
})

const properties = {
  pk: keyword,
  sk: { type: 'double' },
  state: keyword,
  due: { type: 'date' },
  price: { type: 'double' },
  lines: { properties: { sku: fullText } },
  extra: storedOnly,
} as const

const ticket = {
  name: 'ticket',
  table,
  key: { pk: 'TICKET#*', sk: '*' },
  schema,
  state: 'state',
  personalData: { 'lines.note': 'drop', 'lines.sku': 'mask' },
  search: { index: 'tickets', properties },
} as const

describe('defineEntity', () => {
  it('answers a definition that fits together', () => {
    const definition = defineEntity(ticket)

    expect(definition).toMatchObject({ name: 'ticket', state: 'state' })
    expect(Object.isFrozen(definition)).toBe(true)
  })

  it('takes a definition without a state attribute', () => {
    const { state: _, ...stateless } = ticket

    expect(defineEntity(stateless).state).toBeUndefined()
  })

  it('leaves the compiler to refuse what the schema does not have', () => {
    type Entries = typeof schema.entries
    type Treated<Personal> = TypedDefinition<typeof table, Entries, 'state', Personal>
    type Mapped<Personal> = Treated<Personal>['search']['properties']

    expectTypeOf<{ price: 'token' }>().toExtend<Treated<{ price: 'token' }>['personalData']>()
    expectTypeOf<{ nix: 'drop' }>().not.toExtend<Treated<{ nix: 'drop' }>['personalData']>()
    expectTypeOf<{ pk: 'drop' }>().not.toExtend<Treated<{ pk: 'drop' }>['personalData']>()
    expectTypeOf<{ state: 'mask' }>().not.toExtend<Treated<{ state: 'mask' }>['personalData']>()
    expectTypeOf<{ price: 'mask' }>().not.toExtend<Treated<{ price: 'mask' }>['personalData']>()
    expectTypeOf<{ lines: 'token' }>().not.toExtend<Treated<{ lines: 'token' }>['personalData']>()
    expectTypeOf<{ pk: string }>().not.toExtend<Treated<unknown>['key']>()
    expectTypeOf<keyof Mapped<{ price: 'drop' }>>().toEqualTypeOf<
      'pk' | 'sk' | 'state' | 'due' | 'lines' | 'extra'
    >()
    expectTypeOf<
      keyof Mapped<{ 'lines.note': 'drop' }>['lines']['properties']
    >().toEqualTypeOf<'sku'>()
    expectTypeOf<'price'>().not.toExtend<
      TypedDefinition<typeof table, Entries, 'price', unknown>['state']
    >()
  })
})

describe('checkDefinition', () => {
  it.each<[string, object, string]>([
    [
      'a name in capitals',
      { name: 'Ticket' },
      'name: "Ticket" is not lower-case words joined by -',
    ],
    ['no pattern for a key attribute', { key: { pk: '*' } }, 'key: no pattern for sk'],
    [
      'a pattern for another attribute',
      { key: { pk: '*', sk: '*', price: '*' } },
      'key: price is no key attribute of the table',
    ],
    [
      'a key attribute that is not declared',
      { schema: item({ ...schema.entries, pk: undefined } as never) },
      'schema: the key attribute pk is not declared',
    ],
    [
      'a key attribute that may be absent',
      { schema: item({ ...schema.entries, pk: optional(text()) }) },
      'schema: the key attribute pk cannot be optional',
    ],
    [
      'a key attribute of another type',
      { schema: item({ ...schema.entries, sk: text() }) },
      "schema: sk is declared as text, and the table's key is N",
    ],
    [
      'a name with a dot',
      { schema: item({ ...schema.entries, 'a.b': text() }) },
      'schema: "a.b" is a name that no path can hold',
    ],
    [
      'a name that documents reserve',
      { schema: item({ ...schema.entries, _cdc: text() }) },
      'schema: _cdc is a name that documents reserve',
    ],
    ['an unknown state attribute', { state: 'nix' }, 'state: nix is not declared'],
    ['a state inside a map', { state: 'lines.sku' }, 'state: lines.sku is not declared'],
    ['a state that is a number', { state: 'price' }, 'state: price is not text'],
    ['an unknown path', { personalData: { nix: 'drop' } }, 'personalData: nix is not declared'],
    [
      'personal data in a key',
      { personalData: { pk: 'token' } },
      'personalData: pk is a key attribute, whose value every sink needs',
    ],
    [
      'personal data in the state',
      { personalData: { state: 'mask' } },
      'personalData: state is the state attribute, whose value transitions announce',
    ],
    [
      'a mask on a number',
      { personalData: { price: 'mask' } },
      'personalData: price is decimal, and only text can be masked',
    ],
    [
      'a token of a list',
      { personalData: { lines: 'token' } },
      'personalData: lines is list, and only a single value can become a token',
    ],
    [
      'a treatment that there is not',
      { personalData: { price: 'hide' } },
      'personalData: price has a treatment other than drop, mask or token',
    ],
    [
      'a path below a dropped one',
      { personalData: { lines: 'drop', 'lines.sku': 'mask' } },
      'personalData: lines.sku lies inside a dropped attribute',
    ],
    [
      'an index name in capitals',
      { search: { index: 'Tickets', properties } },
      'search.index: "Tickets" is no lower-case index name',
    ],
    [
      'an index name that reads like a write alias',
      { search: { index: 'tickets-write', properties } },
      'search.index: "tickets-write" ends like an alias or an index that is made from a name',
    ],
    [
      'an index name that reads like a concrete index',
      { search: { index: 'tickets-000001', properties } },
      'search.index: "tickets-000001" ends like an alias or an index that is made from a name',
    ],
    [
      'a property that is missing',
      { search: { index: 'tickets', properties: { ...properties, due: undefined } } },
      'search.properties: due is missing',
    ],
    [
      'a property too many',
      { search: { index: 'tickets', properties: { ...properties, nix: keyword } } },
      'search.properties: nix is not declared, or dropped',
    ],
    [
      'a property of a dropped attribute deep inside',
      {
        search: {
          index: 'tickets',
          properties: { ...properties, lines: { properties: { sku: keyword, note: keyword } } },
        },
      },
      'search.properties.lines.properties: note is not declared, or dropped',
    ],
    [
      'a type that would refuse documents',
      { search: { index: 'tickets', properties: { ...properties, state: { type: 'long' } } } },
      'search.properties.state: long does not take text',
    ],
    [
      'a long that would refuse a larger number',
      {
        schema: item({ ...schema.entries, price: integer() }),
        search: { index: 'tickets', properties: { ...properties, price: { type: 'long' } } },
      },
      'search.properties.price: long refuses numbers beyond 64 bits without ignore_malformed',
    ],
    [
      'a number type for a token',
      { personalData: { ...ticket.personalData, price: 'token' } },
      'search.properties.price: double does not take decimal as token',
    ],
    [
      'a map without properties',
      { search: { index: 'tickets', properties: { ...properties, lines: { type: 'nested' } } } },
      'search.properties.lines: properties are missing',
    ],
  ])('names %s', (_, changes, sentence) => {
    const call = () => checkDefinition({ ...ticket, ...changes } as EntityDefinition)

    expect(call).toThrow(
      expect.objectContaining({
        code: 'definition.invalid',
        message: expect.stringContaining(`- ${sentence}`),
      }),
    )
  })

  it('takes an index name that only begins like one', () => {
    const search = { index: 'tickets-writes-2b', properties }

    expect(checkDefinition({ ...ticket, search }).search.index).toBe('tickets-writes-2b')
  })

  it('takes a whole number that keeps what it cannot index', () => {
    const whole = {
      ...ticket,
      schema: item({ ...schema.entries, price: integer() }),
      search: { index: 'tickets', properties: { ...properties, price: wholeNumber } },
    }

    expect(checkDefinition(whole).search.properties.price).toEqual(wholeNumber)
  })

  it('names every mistake at once', () => {
    const broken = { ...ticket, name: 'T', state: 'nix', personalData: { nix: 'drop' } } as const

    const call = () => checkDefinition(broken)

    expect(call).toThrow(/name: .*\n- state: .*\n- personalData: /s)
  })
})
