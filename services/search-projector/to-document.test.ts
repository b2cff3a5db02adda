import { describe, expect, it } from 'vitest'
import { order } from '../../entities/order.ts'
import type { Image } from '../../shared/change-event/change-event.ts'
import { toDocumentId } from '../../shared/search/document-id.ts'
import { aChangeEvent, anOrder } from '../../test/builders/change-event.ts'
import { toDocument } from './to-document.ts'

describe('toDocument', () => {
  it('is the image and where the change stands', () => {
    const event = aChangeEvent({ op: 'insert', sequenceNumber: '2574600000000000000935255' })

    expect(toDocument(event, order)).toEqual({
      ...anOrder(),
      _cdc: {
        id: event.id,
        seq: '0000000000000002574600000000000000935255',
        stream: event.position.stream,
        table: event.position.table,
        op: 'insert',
        time: event.time,
        eventID: event.eventID,
        deleted: false,
      },
    })
  })

  it('keeps undeclared attributes apart, whatever their names', () => {
    const undeclared = { _id: 1, 'a..b': 2, _cdc: 3, _other: 4, toString: 5, '': 6 }

    const document = toDocument(aChangeEvent({ after: anOrder(undeclared) }), order)

    expect(document).toMatchObject({ ...anOrder(), _other: undeclared, _cdc: { op: 'modify' } })
    expect(Object.keys(document)).toEqual([...Object.keys(anOrder()), '_other', '_cdc'])
  })

  it('keeps undeclared attributes of maps and lists apart, each where it was', () => {
    const [line = {}] = [anOrder().items].flat() as Image[]
    const after = anOrder({
      shippingAddress: { city: 'Lodz', postcode: '90****', country: 'PL', 'city.zip': 'x' },
      items: [line, { ...line, 'a..b': true }],
    })

    const document = toDocument(aChangeEvent({ after }), order)

    expect(document).toMatchObject({
      ...anOrder({ items: [line, line] }),
      _other: { shippingAddress: { 'city.zip': 'x' }, items: [null, { 'a..b': true }] },
    })
  })

  it('keeps an attribute that is named like a property of every object', () => {
    const after = JSON.parse('{"pk":"a","__proto__":{"x":1}}')

    const document = toDocument(aChangeEvent({ after }), order)

    expect(JSON.stringify(document)).toMatch(/^\{"pk":"a","_other":\{"__proto__":\{"x":1\}\},/)
  })

  it('is a tombstone of a removal: where the change stands and nothing else', () => {
    const document = toDocument(aChangeEvent({ op: 'remove' }), order)

    expect(Object.keys(document)).toEqual(['_cdc'])
    expect(document).toMatchObject({ _cdc: { op: 'remove', deleted: true } })
  })
})

describe('toDocumentId', () => {
  it('is the id itself up to 512 bytes', () => {
    const id = 'é'.repeat(256)

    expect(toDocumentId(id)).toBe(id)
  })

  it('is a hash of an id of more bytes', () => {
    expect(toDocumentId(`${'é'.repeat(256)}x`)).toMatch(/^sha256-[0-9a-f]{64}$/)
  })

  it('tells long ids apart', () => {
    const long = 'x'.repeat(600)

    expect(toDocumentId(`${long}1`)).not.toBe(toDocumentId(`${long}2`))
  })
})
