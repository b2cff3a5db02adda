import { describe, expect, it } from 'vitest'
import { definitions } from '../../../entities/index.ts'
import type { AttributeValues } from '../../../shared/attribute-value/attribute-value.ts'
import { anOrder } from '../../../test/builders/source-record.ts'
import { InputError } from '../../command.ts'
import type { Change } from '../../publish/read-changes.ts'
import { exampleChanges } from './example-changes.ts'
import { measureSizes } from './measure-sizes.ts'
import { toRecords } from './to-records.ts'

const measure = (changes: Parameters<typeof toRecords>[0]) =>
  measureSizes(toRecords(changes, 'NEW_AND_OLD_IMAGES'), definitions, 'drop')

describe('measureSizes', () => {
  it('weighs messages by what has one: items of no entity have none', () => {
    const stranger = anOrder({ pk: { S: 'STORE#1' } })

    const alone = measure([aPut(anOrder())])
    const half = measure([aPut(anOrder()), aPut(stranger)])

    expect(half).toMatchObject({ eventsPerChange: 0.5, messageBytes: alone.messageBytes })
  })

  it('measures what the enrichment, the bus and the lake writer make of a record', () => {
    const [sample] = toRecords([aPut(anOrder())], 'NEW_AND_OLD_IMAGES')

    const sizes = measure([aPut(anOrder())])

    expect(sizes.recordBytes).toBe(JSON.stringify(sample?.record).length)
    expect(sizes.itemBytes).toBe(JSON.stringify(anOrder()).length)
    // The bus adds version, id, detail-type, source, account, time, region, resources and detail.
    expect(sizes.messageBytes - sizes.eventBytes).toBe(211)
    expect(sizes).toMatchObject({
      eventChunks: 1,
      messageChunks: 1,
      lineBilledBytes: 5_120,
      indexedPerChange: 1,
      storedPerChange: 0,
      claimsPerChange: 0,
      itemsPerChange: 1,
      // The item's own, and its customer's orders.
      cacheKeysPerChange: 2,
    })
  })

  it('counts the images of a large item as an object, and its lake line whole', () => {
    const item = anOrder({
      items: { L: Array.from({ length: 1_000 }, () => ({ M: aLongLine() })) },
    })

    const sizes = measure([aPut(item)])

    expect(sizes).toMatchObject({ storedPerChange: 1, claimsPerChange: 1, eventChunks: 1 })
    expect(sizes.eventBytes).toBeLessThan(2_000)
    expect(sizes.claimBytesPerChange).toBeGreaterThan(98_000)
    expect(sizes.lineBytes).toBeGreaterThan(sizes.claimBytesPerChange)
    expect(sizes.lineBilledBytes % 5_120).toBe(0)
  })

  it('counts a parked record as an object, and not as one that the index is told of', () => {
    const sizes = measure([aPut(anOrder({ status: { S: 'shiped' } }))])

    expect(sizes).toMatchObject({ storedPerChange: 1, claimsPerChange: 0, indexedPerChange: 0 })
  })

  it('measures a day of the example: some third of its changes are new items', () => {
    const { itemsPerChange, recordBytes, eventBytes } = measure(exampleChanges(0))

    expect(itemsPerChange).toBeGreaterThan(0.3)
    expect(itemsPerChange).toBeLessThan(0.4)
    expect(recordBytes).toBeGreaterThan(eventBytes)
  })

  it('refuses items of no entity', () => {
    const item = { pk: { S: 'USER#1' }, sk: { S: 'PROFILE' } }

    expect(() => measure([aPut(item)])).toThrow(InputError)
  })
})

type Put = Extract<Change, { action: 'put' }>

function aPut(item: AttributeValues): Put {
  return { action: 'put', item: item as Put['item'] }
}

function aLongLine() {
  return {
    sku: { S: 'KB-87' },
    name: { S: 'Keyboard with a rather long name' },
    quantity: { N: '1' },
    unitPrice: { N: '129.9' },
  }
}
