import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createOpenSearchIndex } from '../../shared/adapters/opensearch-search-index.ts'
import type { SearchIndex } from '../../shared/search/search-index.ts'
import { deliverAll } from '../builders/deliver.ts'
import { deliveriesOf } from '../builders/histories.ts'
import { type OwnOpenSearch, startOwnOpenSearch } from '../builders/own-opensearch.ts'
import { ProjectorUnderTest } from '../builders/projector.ts'
import {
  connect,
  makeForgetful,
  makeIndexOfLineages,
  orderIn,
  readSources,
} from '../builders/search-engine.ts'
import { toEnd } from '../builders/to-end.ts'

const DELIVERIES = 2
const ITEMS = 100
const INDEX = 'restarted-orders'
const LONG_MS = 600_000

describe('property: a killed OpenSearch ends at the newest images as well', () => {
  const definition = orderIn(INDEX)
  let engine: OwnOpenSearch
  let searchIndex: SearchIndex
  beforeAll(async () => {
    engine = await startOwnOpenSearch()
    const client = await connect(engine.endpoint)
    await makeIndexOfLineages(client, definition)
    await makeForgetful(client, definition)
    searchIndex = createOpenSearchIndex(client)
  })

  afterAll(() => engine?.stop())

  const projectors = () => [1, 2].map(() => new ProjectorUnderTest(searchIndex, [definition]))
  const endsOf = async (ids: readonly string[]) =>
    (await readSources(engine.endpoint, `${INDEX}-write`, ids)).map(toEnd)

  it(
    'in the middle of the changes, and when all of them come again after another restart',
    async () => {
      let run = 0
      await fc.assert(
        fc.asyncProperty(deliveriesOf(ITEMS, 40), fc.nat(9), async (delivery, killAfter) => {
          run += 1
          const toOwn = (id: string) => `${run}-${id}`
          const told = delivery.told.map((event) => ({ ...event, id: toOwn(event.id) }))
          const ids = [...delivery.newest.keys()].map(toOwn)
          const newest = [...delivery.newest.values()]

          let batches = 0
          let restarted: Promise<void> | undefined
          const restartOnce = async () => {
            if (batches === killAfter) restarted = engine.killAndRestart()
            batches += 1
            await restarted
          }
          await deliverAll({ ...delivery, told }, projectors(), restartOnce)
          expect(await endsOf(ids)).toEqual(newest)

          await engine.killAndRestart()
          await deliverAll({ told: told.toReversed(), batchSizes: [40] }, projectors())
          expect(await endsOf(ids)).toEqual(newest)
        }),
        { numRuns: DELIVERIES, endOnFailure: true },
      )
    },
    LONG_MS,
  )
})
