import { describe, expect, it } from 'vitest'
import { anOrder } from '../../../test/builders/source-record.ts'
import { InputError } from '../../command.ts'
import type { Change } from '../../publish/read-changes.ts'
import { exampleChanges } from './example-changes.ts'
import { toRecords } from './to-records.ts'

describe('toRecords', () => {
  it('makes of an item a change of its like', () => {
    const item = anOrder() as Extract<Change, { action: 'put' }>['item']
    const [sample] = toRecords([{ action: 'put', item }], 'NEW_AND_OLD_IMAGES')

    expect(sample?.record).toMatchObject({
      eventName: 'MODIFY',
      dynamodb: {
        Keys: { pk: { S: 'CUSTOMER#c-17' }, sk: { S: 'ORDER#o-204' } },
        NewImage: anOrder(),
        OldImage: anOrder(),
      },
    })
  })

  it('follows each order of a flow: made, changed, removed', () => {
    const records = toRecords(exampleChanges(0), 'NEW_AND_OLD_IMAGES')

    const names = new Set(records.map(({ record }) => record.eventName))
    expect(names).toEqual(new Set(['INSERT', 'MODIFY', 'REMOVE']))
    for (const { record } of records) {
      const { NewImage: after, OldImage: before } = record.dynamodb as Record<string, unknown>
      expect(after === undefined).toBe(record.eventName === 'REMOVE')
      expect(before === undefined).toBe(record.eventName === 'INSERT')
    }
  })

  it('leaves out the images that a stream does not carry', () => {
    const images = (viewType: 'NEW_IMAGE' | 'KEYS_ONLY') =>
      toRecords(exampleChanges(0), viewType).flatMap(({ record }) =>
        Object.keys(record.dynamodb as object).filter((name) => name.endsWith('Image')),
      )

    expect(new Set(images('NEW_IMAGE'))).toEqual(new Set(['NewImage']))
    expect(images('KEYS_ONLY')).toEqual([])
  })

  it('refuses a change of an order that nothing put before', () => {
    const order = { customerId: 'c-1', orderId: 'o-1' }

    expect(() => toRecords([{ action: 'delete', order }], 'NEW_IMAGE')).toThrow(InputError)
  })
})
