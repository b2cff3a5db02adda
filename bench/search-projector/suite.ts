/**
 * What the search projector adds to a bulk request: documents per second beside raw `_bulk` requests
 * of the same documents, 500 at a time, two in flight, on the same OpenSearch in turns; beside what
 * people write in its place; its own CPU from queue body to bulk body; and its memory.
 */
import { startOwnOpenSearch } from '../../test/builders/own-opensearch.ts'
import { connect, makeIndex } from '../../test/builders/search-engine.ts'
import type { Suite } from '../harness/suite.ts'
import { makePeersIndexes } from './peers.ts'
import { measureMemory, measureProjection } from './projection-cost.ts'
import { closeConnections } from './raw-bulk.ts'
import { benchDefinitions, measureThroughput } from './throughput.ts'

export const suite: Suite = {
  summary: 'changes to documents in OpenSearch, beside raw _bulk and what others do',
  async run() {
    const engine = await startOwnOpenSearch({ jit: 'full' })
    try {
      const client = await connect(engine.endpoint)
      for (const one of Object.values(benchDefinitions)) await makeIndex(client, one)
      await makePeersIndexes(client)
      const throughput = await measureThroughput(engine.endpoint, client)
      const tables = [throughput, await measureProjection(), await measureMemory(client)]
      await client.close()
      return tables
    } finally {
      closeConnections()
      await engine.stop()
    }
  },
}
