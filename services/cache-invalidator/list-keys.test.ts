import { describe, expect, it } from 'vitest'
import { order } from '../../entities/order.ts'
import type { ChangeEvent, Image } from '../../shared/change-event/change-event.ts'
import { decimal, flag, integer, item, optional, text } from '../../shared/entity/attribute.ts'
import type { EntityDefinition } from '../../shared/entity/entity-definition.ts'
import { aChangeEvent } from '../../test/builders/change-event.ts'
import { planLists, toListKeys } from './list-keys.ts'

const ticket: EntityDefinition = {
  ...order,
  schema: item({
    pk: text(),
    sk: text(),
    owner: optional(text()),
    shelf: optional(decimal()),
    floor: optional(integer()),
    open: optional(flag()),
  }),
  personalData: {},
}
const listsOf = (fanOut: NonNullable<EntityDefinition['cache']>['fanOut']) =>
  planLists({ ...ticket, cache: { fanOut } })
const aChange = (change: Partial<ChangeEvent>): ChangeEvent => ({
  ...aChangeEvent({ id: 'a|b' }),
  ...change,
})
const moved = (before: Image | null, after: Image | null) => aChange({ before, after })
const keysOf = (event: ChangeEvent, lists: ReturnType<typeof listsOf>) =>
  [...toListKeys(event, lists).keys.keys()].toSorted()

describe('toListKeys', () => {
  const ofOwner = listsOf({ 'owner-tickets': { by: ['owner'] } })
  const ofKey = listsOf({ tickets: { by: ['pk'] } })

  it('names both lists when an item moves from one to another', () => {
    expect(keysOf(moved({ owner: 'ada' }, { owner: 'bob' }), ofOwner)).toEqual([
      'owner-tickets:{ada}',
      'owner-tickets:{bob}',
    ])
  })

  it('names one list once when the item stays in it', () => {
    expect(keysOf(moved({ owner: 'ada' }, { owner: 'ada' }), ofOwner)).toEqual([
      'owner-tickets:{ada}',
    ])
  })

  it('names no list for a side on which the value is absent', () => {
    expect(keysOf(moved({}, { owner: 'bob' }), ofOwner)).toEqual(['owner-tickets:{bob}'])
    expect(keysOf(moved({ owner: null }, {}), ofOwner)).toEqual([])
  })

  it('names no list of several parts of which one is absent', () => {
    const lists = listsOf({ shelf: { by: ['owner', 'shelf'] } })

    expect(keysOf(moved({ owner: 'ada' }, { owner: 'ada', shelf: 1 }), lists)).toEqual([
      'shelf:{ada|1}',
    ])
  })

  it('takes the list before a removal, and after an insert', () => {
    const removed = aChange({ op: 'remove', before: { owner: 'ada' }, after: null })
    const inserted = aChange({ op: 'insert', before: null, after: { owner: 'bob' } })

    expect([...keysOf(removed, ofOwner), ...keysOf(inserted, ofOwner)]).toEqual([
      'owner-tickets:{ada}',
      'owner-tickets:{bob}',
    ])
  })

  it('knows a list of key attributes though there is no image', () => {
    const parked = aChange({ parked: { code: 'image.missing' }, before: null, after: null })

    expect(toListKeys(parked, ofKey)).toEqual({
      keys: new Map([['tickets:{a}', 0]]),
      isWhole: true,
    })
  })

  it.each<[string, Partial<ChangeEvent>, boolean]>([
    ['a modification with both', { before: {}, after: {} }, true],
    ['a modification without the old one', { before: null, after: {} }, false],
    ['a modification without the new one', { before: {}, after: null }, false],
    ['an insert', { op: 'insert', before: null, after: {} }, true],
    ['an insert without it', { op: 'insert', before: null, after: null }, false],
    ['a removal', { op: 'remove', before: {}, after: null }, true],
    ['a removal without it', { op: 'remove', before: null, after: null }, false],
    ['a snapshot', { op: 'snapshot', before: null, after: {} }, true],
  ])('says whether it can tell all lists: %s', (_, change, isWhole) => {
    expect(toListKeys(aChange(change), ofOwner).isWhole).toBe(isWhole)
    expect(toListKeys(aChange(change), ofKey).isWhole).toBe(true)
  })

  it.each<[string, string, Image, string]>([
    ['a number', 'shelf', { shelf: 1.5 }, 'by:{1.5}'],
    ['a small one that JavaScript prints otherwise', 'shelf', { shelf: 1e-7 }, 'by:{0.0000001}'],
    ['one beyond a double', 'floor', { floor: '9007199254740993' }, 'by:{9007199254740993}'],
    ['one with an exponent', 'shelf', { shelf: '1E+21' }, 'by:{1000000000000000000000}'],
    ['text that looks like a number', 'owner', { owner: '1.50' }, 'by:{1.50}'],
    ['a flag', 'open', { open: false }, 'by:{false}'],
    ['an empty text', 'owner', { owner: '' }, 'by:{%}'],
    ['text with what keys are made of', 'owner', { owner: 'a|b%}' }, 'by:{a%7Cb%25%7D}'],
  ])('spells %s in one way', (_, name, image, key) => {
    expect(keysOf(moved(image, image), listsOf({ by: { by: [name] } }))).toEqual([key])
  })

  it('says how long a list stays closed', () => {
    const lists = listsOf({ tickets: { by: ['pk'], closedSeconds: 3 } })

    expect(toListKeys(aChange({}), lists).keys).toEqual(new Map([['tickets:{a}', 3_000]]))
  })
})
