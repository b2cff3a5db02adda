import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { order } from '../../entities/order.ts'
import { createOpenSearchAdmin } from '../../shared/adapters/opensearch-index-admin.ts'
import { createOpenSearchIndex } from '../../shared/adapters/opensearch-search-index.ts'
import type { QueueMessage } from '../../shared/batch/queue-message.ts'
import type { ChangeEvent } from '../../shared/change-event/change-event.ts'
import type { SearchIndex } from '../../shared/search/search-index.ts'
import { aMessage, LATER_STREAM, STREAM, TABLE } from '../builders/change-event.ts'
import { cutIntoBatches, type Delivery, deliveries } from '../builders/histories.ts'
import { ProjectorUnderTest } from '../builders/projector.ts'
import {
  connect,
  makeIndex,
  orderIn,
  readDocument,
  removeIndex,
} from '../builders/search-engine.ts'
import { uniqueName } from '../builders/unique-name.ts'
import { MemorySearchIndex } from '../fakes/memory-search-index.ts'

const LINEAGES = [STREAM, LATER_STREAM].map((stream) => ({ table: TABLE, stream }))
const RUNS_IN_MEMORY = 3000
const RUNS_ON_ENGINE = 60

describe('property: any delivery ends at the newest image of every item', () => {
  it('in memory, with an index that fails now and then', async () => {
    const trouble = fc.infiniteStream(fc.constantFrom(false, false, false, true))
    await fc.assert(
      fc.asyncProperty(deliveries, trouble, async (delivery, fails) => {
        const index = new MemorySearchIndex()
        index.setContract('orders', { codec: 'aws-20-10-1', lineages: LINEAGES })
        index.fail = () =>
          fails.next().value ? { kind: 'retryable', code: 'index.throttled' } : null

        await deliverAll(delivery, new ProjectorUnderTest(index, [order]))

        const stored = index.documents.get('orders') ?? new Map()
        const ends = [...delivery.newest.keys()].map((id) => [id, stored.get(id)?.source])
        expect(ends.map(toEnd)).toEqual([...delivery.newest])
      }),
      { numRuns: RUNS_IN_MEMORY },
    )
  })

  describe('on OpenSearch', () => {
    const index = uniqueName('property-orders')
    const definition = orderIn(index)
    const { opensearch: endpoint } = inject('engines')
    let searchIndex: SearchIndex
    beforeAll(async () => {
      const client = await connect(endpoint)
      await makeIndex(client, definition)
      const _meta = { codec: 'aws-20-10-1', lineages: LINEAGES }
      await createOpenSearchAdmin(client).putMapping(`${index}-write`, { _meta })
      searchIndex = createOpenSearchIndex(client)
    })

    afterAll(() => removeIndex(endpoint, index))

    it('holds as well', async () => {
      let run = 0
      await fc.assert(
        fc.asyncProperty(deliveries, async (delivery) => {
          run += 1
          const projector = new ProjectorUnderTest(searchIndex, [definition])
          const toOwn = (id: string) => `${run}-${id}`

          const told = delivery.told.map((event) => ({ ...event, id: toOwn(event.id) }))
          await deliverAll({ ...delivery, told }, projector)

          const ends = [...delivery.newest.keys()].map(async (id) => {
            const stored = await readDocument(endpoint, `${index}-write`, toOwn(id))
            return toEnd([id, stored?.source])
          })
          expect(await Promise.all(ends)).toEqual([...delivery.newest])
        }),
        { numRuns: RUNS_ON_ENGINE },
      )
    })
  })
})

/** Delivers in batches; what comes back is delivered again, after all others. */
async function deliverAll(delivery: Delivery, projector: ProjectorUnderTest): Promise<void> {
  let waiting: readonly QueueMessage[] = delivery.told.map((event: ChangeEvent) => aMessage(event))
  while (waiting.length > 0) {
    const back: QueueMessage[] = []
    for (const batch of cutIntoBatches(waiting, delivery.batchSizes)) {
      back.push(...(await projector.deliver(batch)))
    }
    waiting = back
  }
}

/** The image a document shows; null for a tombstone, which must show nothing. */
function toEnd([id, source]: readonly unknown[]): readonly unknown[] {
  const { _cdc, ...image } = source as { _cdc: { deleted: boolean } }
  return [id, _cdc.deleted && Object.keys(image).length === 0 ? null : image]
}
