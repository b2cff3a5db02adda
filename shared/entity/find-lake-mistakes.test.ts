import { describe, expect, expectTypeOf, it } from 'vitest'
import { order } from '../../entities/order.ts'
import type { table } from '../../entities/table.ts'
import { anything, decimal, flag, integer, item, list, map, text } from './attribute.ts'
import { checkDefinition } from './define-entity.ts'
import type { EntityDefinition } from './entity-definition.ts'
import { decimalDigits, type LakeColumn } from './lake-column.ts'
import type { TypedDefinition } from './typed-definition.ts'

const withColumn = (name: string, attribute: string, type: string): EntityDefinition => ({
  ...order,
  lake: { columns: { [name]: { attribute, type } as LakeColumn } },
})

describe('lake.columns', () => {
  it.each<[string, [name: string, attribute: string, type: string]]>([
    ['text', ['customer', 'customerId', 'string']],
    ['a decimal as text', ['total', 'total', 'string']],
    ['a decimal that is rounded to a double', ['total', 'total', 'double']],
    ['a decimal of as many digits as there can be', ['total', 'total', 'decimal(38,38)']],
    ['a whole number', ['expires_at', 'expiresAt', 'bigint']],
    ['a date and time', ['created_at', 'createdAt', 'timestamp']],
    ['an attribute of a map', ['city', 'shippingAddress.city', 'string']],
    ['a token', ['email', 'email', 'string']],
    ['a mask', ['postcode', 'shippingAddress.postcode', 'string']],
  ])('takes %s', (_, column) => {
    const definition = checkDefinition(withColumn(...column))

    expect(definition.lake?.columns).toHaveProperty(column[0])
  })

  it.each<[string, [name: string, attribute: string, type: string], string]>([
    [
      'a name in capitals, which no engine tells from lower case',
      ['orderId', 'orderId', 'string'],
      'lake.columns.orderId: the name is not lower-case words joined by _',
    ],
    [
      'a name that records have',
      ['seq', 'orderId', 'string'],
      'lake.columns.seq: the lake has a column of that name',
    ],
    [
      'the name of the partition',
      ['dt', 'orderId', 'string'],
      'lake.columns.dt: the lake has a column of that name',
    ],
    [
      'an attribute that is not declared',
      ['nix', 'nix', 'string'],
      'lake.columns.nix: nix is not declared',
    ],
    [
      'an attribute below one that is a value',
      ['nix', 'status.nix', 'string'],
      'lake.columns.nix: status.nix is not declared',
    ],
    [
      'an attribute in a list',
      ['sku', 'items.sku', 'string'],
      'lake.columns.sku: items.sku lies in a list',
    ],
    [
      'an attribute that is dropped',
      ['name', 'shippingAddress.name', 'string'],
      'lake.columns.name: shippingAddress.name is dropped',
    ],
    ['a map', ['a', 'shippingAddress', 'string'], 'lake.columns.a: string does not take map'],
    ['a list', ['a', 'items', 'string'], 'lake.columns.a: string does not take list'],
    ['text as a number', ['a', 'orderId', 'bigint'], 'lake.columns.a: bigint does not take text'],
    [
      'a decimal as a whole number',
      ['a', 'total', 'bigint'],
      'lake.columns.a: bigint does not take decimal',
    ],
    [
      'more digits than there can be',
      ['a', 'total', 'decimal(39,2)'],
      'lake.columns.a: decimal(39,2) does not take decimal',
    ],
    [
      'more digits after the point than in all',
      ['a', 'total', 'decimal(4,5)'],
      'lake.columns.a: decimal(4,5) does not take decimal',
    ],
    ['an unknown type', ['a', 'total', 'money'], 'lake.columns.a: money does not take decimal'],
  ])('names %s', (_, column, sentence) => {
    const call = () => checkDefinition(withColumn(...column))

    expect(call).toThrow(`- ${sentence}`)
  })

  it('names a token as another type than string, and what lies in a dropped map', () => {
    const personalData = { createdAt: 'token', shippingAddress: 'drop' } as const
    const columns = {
      created: { attribute: 'createdAt', type: 'timestamp' },
      city: { attribute: 'shippingAddress.city', type: 'string' },
    } as const

    const call = () => checkDefinition({ ...order, personalData, lake: { columns } })

    expect(call).toThrow('- lake.columns.created: timestamp does not take dateTime as token')
    expect(call).toThrow('- lake.columns.city: shippingAddress.city is dropped')
  })

  it('leaves the compiler to refuse what the schema does not have', () => {
    const schema = item({
      pk: text(),
      price: decimal(),
      count: integer(),
      open: flag(),
      place: map({ city: text(), line: text() }),
      lines: list(map({ sku: text() })),
      extra: anything(),
    })
    type Personal = { 'place.line': 'drop'; count: 'token' }
    type Definition = TypedDefinition<typeof table, typeof schema.entries, never, Personal>
    type Column = NonNullable<Definition['lake']>['columns'][string]

    expectTypeOf<{ attribute: 'price'; type: 'decimal(18,2)' }>().toExtend<Column>()
    expectTypeOf<{ attribute: 'open'; type: 'boolean' }>().toExtend<Column>()
    expectTypeOf<{ attribute: 'place.city'; type: 'string' }>().toExtend<Column>()
    expectTypeOf<{ attribute: 'count'; type: 'string' }>().toExtend<Column>()
    expectTypeOf<{ attribute: 'count'; type: 'bigint' }>().not.toExtend<Column>()
    expectTypeOf<{ attribute: 'price'; type: 'bigint' }>().not.toExtend<Column>()
    expectTypeOf<{ attribute: 'place.line'; type: 'string' }>().not.toExtend<Column>()
    expectTypeOf<{ attribute: 'lines.sku'; type: 'string' }>().not.toExtend<Column>()
    expectTypeOf<{ attribute: 'extra'; type: 'string' }>().not.toExtend<Column>()
    expectTypeOf<{ attribute: 'nix'; type: 'string' }>().not.toExtend<Column>()
  })
})

describe('decimalDigits', () => {
  it('reads the digits of a decimal that engines take', () => {
    expect(decimalDigits('decimal(18,2)')).toEqual({ all: 18, fraction: 2 })
    expect(decimalDigits('decimal(38,0)')).toEqual({ all: 38, fraction: 0 })
  })

  it.each(['decimal(0,0)', 'decimal(39,0)', 'decimal(2,3)', 'decimal(2, 1)', 'double'])(
    'reads none of %s',
    (type) => {
      expect(decimalDigits(type)).toBeUndefined()
    },
  )
})
