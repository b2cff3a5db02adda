import { HiveSQL, TrinoSQL } from 'dt-sql-parser'
import { describe, expect, it } from 'vitest'
import { definitions } from '../../entities/index.ts'
import { order } from '../../entities/order.ts'
import type { EntityDefinition } from '../entity/entity-definition.ts'
import { AS_OF, asOfSql } from './as-of.ts'
import { tableColumns } from './lake-table.ts'
import { lakeViews } from './lake-views.ts'

const customer: EntityDefinition = {
  ...order,
  name: 'customer',
  key: { pk: 'CUSTOMER#*', sk: 'PROFILE' },
  lake: { columns: { status: { attribute: 'status', type: 'string' } } },
}

const trino = new TrinoSQL()

describe.each([
  { of: 'the project', entities: definitions },
  { of: 'two entities', entities: [order, customer] },
  { of: 'an entity without columns', entities: [{ ...order, lake: { columns: {} } }] },
])('the SQL of $of', ({ entities }) => {
  it.each(lakeViews(entities))('of $name is Trino as Athena reads it', ({ name, sql }) => {
    expect(trino.validate(`CREATE VIEW ${name} AS ${sql}`)).toEqual([])
  })

  it.each(lakeViews(entities))('of the example of $name is', ({ example }) => {
    expect(trino.validate(example)).toEqual([])
  })

  it('of the prepared statement is, with one parameter', () => {
    const sql = asOfSql(entities)

    expect(trino.validate(`PREPARE ${AS_OF} FROM ${sql}`)).toEqual([])
    expect(sql.match(/\?/g)).toHaveLength(1)
  })
})

describe('the parsers', () => {
  it('refuse what Trino and Hive do not read', () => {
    expect(trino.validate('CREATE VIEW a AS SELECT list(b) FROM c QUALIFY d = 1')).not.toEqual([])
    expect(new HiveSQL().validate('CREATE EXTERNAL TABLE a (table string)')).not.toEqual([])
  })
})

describe('lakeViews', () => {
  it('has each column of two entities once', () => {
    const [, current] = lakeViews([order, customer])

    const names = current?.columns.map(({ name }) => name) ?? []

    expect(names.filter((name) => name === 'status')).toHaveLength(1)
    expect(current?.sql).toContain('"order_id"')
  })

  it('finds the state of each entity in its own column', () => {
    const columns = { phase: { attribute: 'status', type: 'string' } } as const
    const [, , flow] = lakeViews([order, { ...customer, lake: { columns } }])

    expect(flow?.sql).toContain(
      `CASE entity WHEN 'order' THEN "status" WHEN 'customer' THEN "phase"`,
    )
  })
})

describe('tableColumns', () => {
  it('are what the SerDe can read whatever a record has, and no partition', () => {
    const types = new Map(tableColumns(definitions).map(({ name, type }) => [name, type]))

    expect([...types.keys()]).not.toContain('entity')
    expect([...types.keys()]).not.toContain('dt')
    expect(types.get('total')).toBe('string')
    expect(types.get('expires_at')).toBe('string')
    expect(types.get('expired')).toBe('boolean')
    expect(types.get('changed')).toBe('array<string>')
  })
})
