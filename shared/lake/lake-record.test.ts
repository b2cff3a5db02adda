import { describe, expect, it } from 'vitest'
import { order } from '../../entities/order.ts'
import { aChangeEvent, anOrder } from '../../test/builders/change-event.ts'
import type { ChangeEvent, Json } from '../change-event/change-event.ts'
import type { LakeColumnType } from '../entity/lake-column.ts'
import { planColumns, toLakeLine } from './lake-record.ts'

const recordOf = (event: ChangeEvent, columns = planColumns(order)) =>
  JSON.parse(toLakeLine(event, columns))

function columnOf(value: Json | undefined, type: LakeColumnType): unknown {
  const after = value === undefined ? {} : { deep: { value } }
  const columns = planColumns({ lake: { columns: { it: { attribute: 'deep.value', type } } } })
  return recordOf(aChangeEvent({ after }), columns).it
}

describe('toLakeLine', () => {
  it('is one JSON object and a newline, with both images as JSON text', () => {
    const before = anOrder({ status: 'pending' })
    const event = { ...aChangeEvent({ counter: 7 }), before, changed: ['status'] }

    const line = toLakeLine(event, planColumns(order))

    expect(line.indexOf('\n')).toBe(line.length - 1)
    expect(JSON.parse(line)).toEqual({
      event_id: event.eventID,
      entity: 'order',
      type: 'order.modified',
      op: 'modify',
      id: 'CUSTOMER#c-17|ORDER#o-204',
      seq: '0000000000000000000700000000000000935255',
      stream: '2026-11-01T00:00:00.000',
      table: 'tailrace-test-orders',
      time: '2026-11-21T07:26:36Z',
      expired: false,
      changed: ['status'],
      parked: null,
      before: JSON.stringify(before),
      after: JSON.stringify(event.after),
      order_id: 'o-204',
      customer_id: 'c-17',
      status: 'confirmed',
      currency: 'EUR',
      total: '129.9',
      city: 'Lodz',
      country: 'PL',
      created_at: '2026-11-21T07:00:00Z',
      updated_at: '2026-11-21T07:26:36Z',
      expires_at: null,
    })
  })

  it.each<[string, ChangeEvent]>([
    ['a removal', { ...aChangeEvent({ op: 'remove' }), before: anOrder(), expired: true }],
    ['a parked change', aChangeEvent({ parked: true })],
  ])('of %s has no image after it and no columns of one', (_, event) => {
    const { after, expired, parked, status, total } = recordOf(event)

    expect([after, status, total]).toEqual([null, null, null])
    expect(expired).toBe(event.expired)
    expect(parked).toBe(event.parked?.code ?? null)
  })

  it('of a snapshot is below every change of its stream', () => {
    const { op, seq } = recordOf(aChangeEvent({ op: 'snapshot' }))

    expect([op, seq]).toEqual(['snapshot', '0'.repeat(40)])
  })

  it('has an entity’s columns only where it declares some', () => {
    const { order_id, ...record } = recordOf(aChangeEvent(), planColumns({}))

    expect(order_id).toBeUndefined()
    expect(Object.keys(record).at(-1)).toBe('after')
  })

  it.each<[Json | undefined, LakeColumnType, unknown]>([
    [129.9, 'decimal(38,9)', '129.9'],
    [1e-7, 'decimal(38,9)', '0.0000001'],
    [1.5e21, 'decimal(38,0)', '1500000000000000000000'],
    ['12345678901234567890.123456789', 'decimal(38,9)', '12345678901234567890.123456789'],
    [0.5, 'string', '0.5'],
    [42, 'bigint', 42],
    ['9007199254740993', 'bigint', '9007199254740993'],
    [0.1, 'double', 0.1],
    ['0.1000000000000000055511151231257827', 'double', '0.1000000000000000055511151231257827'],
    [false, 'boolean', false],
    ['', 'string', ''],
    ['2026-11-21T07:00:00Z', 'timestamp', '2026-11-21T07:00:00Z'],
    [null, 'string', null],
    [undefined, 'string', null],
    [{ a: [1] }, 'string', '{"a":[1]}'],
  ])('has %j as %s: %j', (value, type, expected) => {
    expect(columnOf(value, type)).toEqual(expected)
  })

  it('finds no column in what an image inherits', () => {
    const columns = planColumns({
      lake: { columns: { it: { attribute: 'constructor.name', type: 'string' } } },
    })

    expect(recordOf(aChangeEvent(), columns).it).toBeNull()
  })
})
