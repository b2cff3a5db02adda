import { afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest'
import { createOpenSearchTombstones } from '../../shared/adapters/opensearch-tombstones.ts'
import { firstIndex } from '../../shared/search/index-names.ts'
import type { TombstoneIndex } from '../../shared/search/tombstone-index.ts'
import {
  connect,
  makeIndex,
  orderIn,
  readDocument,
  removeIndex,
} from '../../test/builders/search-engine.ts'
import { uniqueName } from '../../test/builders/unique-name.ts'
import { purgeTombstones } from './purge-tombstones.ts'

const OLD = '2026-07-01T00:00:00Z'
const LIMIT = '2026-07-24T00:00:00Z'
const YOUNG = '2026-07-24T00:00:01Z'

describe('purgeTombstones', () => {
  const { opensearch } = inject('engines')
  let index: string
  let tombstones: TombstoneIndex

  beforeAll(async () => {
    tombstones = createOpenSearchTombstones(await connect(opensearch))
  })
  beforeEach(async () => {
    index = uniqueName('purge-orders')
    await makeIndex(await connect(opensearch), orderIn(index))
  })
  afterEach(() => removeIndex(opensearch, index))

  const write = async (id: string, version: number, source: object) => {
    const path = `${index}-write/_doc/${id}?version=${version}&version_type=external&refresh=true`
    const response = await fetch(`${opensearch}/${path}`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(source),
    })
    expect(response.ok, await response.text()).toBe(true)
  }
  const bury = (id: string, time: string, version = 1) =>
    write(id, version, { _cdc: { id, time, op: 'remove', deleted: true } })
  const exists = async (id: string) =>
    (await readDocument(opensearch, firstIndex(index), id)) !== null
  const purge = (from = tombstones, hasTime = () => true) =>
    purgeTombstones({ tombstones: from, index, before: LIMIT, hasTime })

  it('forgets removals that are older than the limit, and only those', async () => {
    await bury('old', OLD)
    await bury('young', YOUNG)

    expect(await purge()).toEqual({ index, purged: 1, complete: true })

    expect([await exists('old'), await exists('young')]).toEqual([false, true])
  })

  it('leaves an item alone, however old its last change is', async () => {
    await write('kept', 1, { orderId: 'kept', _cdc: { time: OLD, op: 'insert', deleted: false } })

    expect(await purge()).toEqual({ index, purged: 0, complete: true })

    expect(await exists('kept')).toBe(true)
  })

  it('leaves an item that was written again while the purge was at work', async () => {
    await bury('again', OLD)
    const written = write.bind(undefined, 'again', 2, {
      orderId: 'again',
      _cdc: { deleted: false },
    })
    const slow: TombstoneIndex = {
      ...tombstones,
      removeTombstones: async (found) => {
        await written()
        return tombstones.removeTombstones(found)
      },
    }

    expect(await purge(slow)).toEqual({ index, purged: 0, complete: true })

    expect(await readDocument(opensearch, firstIndex(index), 'again')).toMatchObject({
      version: '2',
      source: { orderId: 'again' },
    })
  })

  it('goes on page by page until none is left', async () => {
    const many = Array.from({ length: 1_001 }, (_, place) => `t-${place}`)
    const lines = many.map((id) => {
      const action = { index: { _index: `${index}-write`, _id: id } }
      const source = { _cdc: { id, time: OLD, op: 'remove', deleted: true } }
      return `${JSON.stringify(action)}\n${JSON.stringify(source)}\n`
    })
    await fetch(`${opensearch}/_bulk?refresh=true`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-ndjson' },
      body: lines.join(''),
    })

    expect(await purge()).toEqual({ index, purged: 1_001, complete: true })
  })

  it('says so when there was no time for all', async () => {
    await bury('old', OLD)

    expect(await purge(tombstones, () => false)).toEqual({ index, purged: 0, complete: false })

    expect(await exists('old')).toBe(true)
  })

  it('leaves a page that was written over as a whole to the next run', async () => {
    const found = Array.from({ length: 500 }, (_, place) => ({
      ...{ index: 'any', id: `t-${place}`, seqNo: place, primaryTerm: 1 },
    }))
    const contended: TombstoneIndex = {
      findTombstones: async () => found,
      removeTombstones: async () => 0,
    }

    expect(await purge(contended)).toEqual({ index, purged: 0, complete: false })
  })

  it('fails when there is no index', async () => {
    const purging = purgeTombstones({
      tombstones,
      index: uniqueName('no-index'),
      before: LIMIT,
      hasTime: () => true,
    })

    await expect(purging).rejects.toMatchObject({ code: 'index.missing' })
  })
})
