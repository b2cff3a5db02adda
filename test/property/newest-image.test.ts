import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { createOpenSearchIndex } from '../../shared/adapters/opensearch-search-index.ts'
import type { SearchIndex } from '../../shared/search/search-index.ts'
import { deliverAll } from '../builders/deliver.ts'
import { deliveriesOf } from '../builders/histories.ts'
import { ProjectorUnderTest } from '../builders/projector.ts'
import {
  connect,
  makeForgetful,
  makeIndexOfLineages,
  orderIn,
  readSources,
  removeIndex,
} from '../builders/search-engine.ts'
import { toEnd } from '../builders/to-end.ts'
import { uniqueName } from '../builders/unique-name.ts'
import { findWrongEnd } from './newest-image-in-memory.ts'

const isLong = process.env.TAILRACE_TEST_LONG !== undefined
const HISTORIES_IN_MEMORY = isLong ? 50_000 : 2_000
const HISTORIES_ON_ENGINE = isLong ? 2_000 : 200
/** Many items in a run, so that an engine's requests are as large as they are at work. */
const ITEMS_ON_ENGINE = 20
const LONG_MS = 900_000

describe('property: any delivery ends at the newest image of every item', () => {
  it(
    'in memory, in any interleaving of two projectors, with requests that fail',
    async () => {
      expect(await findWrongEnd({ histories: HISTORIES_IN_MEMORY })).toBeNull()
    },
    LONG_MS,
  )

  describe.each([
    { name: 'as it is deployed', forgetful: false },
    { name: 'that forgets deletions at once and refreshes after each batch', forgetful: true },
  ])('on an OpenSearch index $name', ({ forgetful }) => {
    const index = uniqueName('property-orders')
    const definition = orderIn(index)
    const { opensearch: endpoint } = inject('engines')
    let searchIndex: SearchIndex
    beforeAll(async () => {
      const client = await connect(endpoint)
      await makeIndexOfLineages(client, definition)
      if (forgetful) await makeForgetful(client, definition)
      searchIndex = createOpenSearchIndex(client)
    })

    afterAll(() => removeIndex(endpoint, index))

    const refresh = async () => {
      if (forgetful) await fetch(`${endpoint}/${index}-write/_refresh`, { method: 'POST' })
    }

    it(
      'with two projectors at once',
      async () => {
        let run = 0
        await fc.assert(
          fc.asyncProperty(deliveriesOf(ITEMS_ON_ENGINE, 40), async (delivery) => {
            run += 1
            const toOwn = (id: string) => `${run}-${id}`
            const told = delivery.told.map((event) => ({ ...event, id: toOwn(event.id) }))
            const projectors = [1, 2].map(() => new ProjectorUnderTest(searchIndex, [definition]))

            await deliverAll({ ...delivery, told }, projectors, refresh)

            const ids = [...delivery.newest.keys()]
            const sources = await readSources(endpoint, `${index}-write`, ids.map(toOwn))
            expect(ids.map((id, place) => [id, toEnd(sources[place])])).toEqual([
              ...delivery.newest,
            ])
          }),
          { numRuns: HISTORIES_ON_ENGINE / ITEMS_ON_ENGINE, endOnFailure: true },
        )
      },
      LONG_MS,
    )
  })
})
