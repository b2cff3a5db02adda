import { describe, expect, it } from 'vitest'
import { definitions } from '../../entities/index.ts'
import type { StreamViewType } from '../../shared/change-event/stream-view.ts'
import { aSourceRecord, type SourceRecordParts } from '../../test/builders/source-record.ts'
import { createEnricher } from './enrich.ts'

const CONFIRMED = expect.objectContaining({ status: 'confirmed' })
const SHIPPED = expect.objectContaining({ status: 'shipped' })
const MISSING = { code: 'image.missing', message: expect.stringContaining('carries no new image') }
const EVERYTHING = expect.arrayContaining(['currency', 'email', 'pk', 'status', 'total'])
const KEY = { pk: 'CUSTOMER#c-17', sk: 'ORDER#o-204' }

const enrich = createEnricher({ definitions, tokenKey: { keyId: 'k1', key: 'not-secret' } })

/** What becomes of a change as a stream of that type shows it. */
function changeOf(viewType: StreamViewType, op: NonNullable<SourceRecordParts['op']>) {
  return enrich(aSourceRecord({ viewType, op }))
}

const HAS_NEW: readonly StreamViewType[] = ['NEW_AND_OLD_IMAGES', 'NEW_IMAGE']
const HAS_OLD: readonly StreamViewType[] = ['NEW_AND_OLD_IMAGES', 'OLD_IMAGE']
const NO_NEW: readonly StreamViewType[] = ['OLD_IMAGE', 'KEYS_ONLY']
const NO_OLD: readonly StreamViewType[] = ['NEW_IMAGE', 'KEYS_ONLY']

describe('createEnricher on a stream', () => {
  it.each(HAS_NEW)('of %s makes a whole event of an insert', (viewType) => {
    const { event, parked } = changeOf(viewType, 'INSERT')

    expect(parked).toBeUndefined()
    expect(event).toMatchObject({
      type: 'order.inserted',
      changed: EVERYTHING,
      transition: { from: null, to: 'shipped' },
      before: null,
      after: SHIPPED,
    })
    expect(event).not.toHaveProperty('beforeUnreadable')
  })

  it('of NEW_AND_OLD_IMAGES makes a whole event of a modify', () => {
    const { event } = changeOf('NEW_AND_OLD_IMAGES', 'MODIFY')

    expect(event).toMatchObject({
      changed: ['status'],
      transition: { from: 'confirmed', to: 'shipped' },
      before: CONFIRMED,
      after: SHIPPED,
    })
    expect(event).not.toHaveProperty('beforeUnreadable')
  })

  it('of NEW_IMAGE says of a modify that it does not know what was before', () => {
    const { event, parked } = changeOf('NEW_IMAGE', 'MODIFY')

    expect(parked).toBeUndefined()
    expect(event).toMatchObject({
      type: 'order.modified',
      changed: EVERYTHING,
      transition: null,
      before: null,
      beforeUnreadable: true,
      after: SHIPPED,
    })
  })

  it.each(NO_NEW)('of %s parks an insert and a modify, and announces them', (viewType) => {
    for (const op of ['INSERT', 'MODIFY'] as const) {
      const { event, parked } = changeOf(viewType, op)

      expect(parked).toMatchObject(MISSING)
      expect(event).toMatchObject({
        type: 'order.parked',
        op: op.toLowerCase(),
        key: KEY,
        changed: [],
        transition: null,
        before: null,
        after: null,
        parked: { code: 'image.missing' },
      })
    }
  })

  it.each(HAS_OLD)('of %s makes a whole event of a removal', (viewType) => {
    const { event, parked } = changeOf(viewType, 'REMOVE')

    expect(parked).toBeUndefined()
    expect(event).toMatchObject({
      type: 'order.removed',
      changed: [],
      transition: null,
      before: CONFIRMED,
      after: null,
    })
    expect(event).not.toHaveProperty('beforeUnreadable')
  })

  it.each(NO_OLD)('of %s makes a removal of a record without any image, by its key', (viewType) => {
    const { event, parked } = changeOf(viewType, 'REMOVE')

    expect(parked).toBeUndefined()
    expect(event).toMatchObject({
      type: 'order.removed',
      op: 'remove',
      id: 'CUSTOMER#c-17|ORDER#o-204',
      key: KEY,
      changed: [],
      transition: null,
      before: null,
      beforeUnreadable: true,
      after: null,
    })
  })
})
