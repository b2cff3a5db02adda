import { afterAll, inject } from 'vitest'
import { createOpenSearchIndex } from '../../shared/adapters/opensearch-search-index.ts'
import { STREAM, TABLE } from '../builders/change-event.ts'
import {
  connect,
  makeIndex,
  orderIn,
  readDocument,
  removeIndex,
} from '../builders/search-engine.ts'
import { uniqueName } from '../builders/unique-name.ts'
import { MemorySearchIndex } from '../fakes/memory-search-index.ts'
import { describeSearchIndexContract } from './search-index-contract.ts'

const INDEX = uniqueName('contract-orders')
const CONTRACT = { codec: 'aws-20-10-1', lineages: [{ table: TABLE, stream: STREAM }] }

describeSearchIndexContract('memory', async () => {
  const searchIndex = new MemorySearchIndex()
  searchIndex.setContract(INDEX, CONTRACT)
  searchIndex.refuse = ({ source }) => typeof source.total === 'string'
  return {
    searchIndex,
    index: INDEX,
    contract: CONTRACT,
    read: async (id) => {
      const stored = searchIndex.documents.get(INDEX)?.get(id)
      return stored ? { version: String(stored.version), source: stored.source } : null
    },
  }
})

afterAll(() => removeIndex(inject('engines').opensearch, INDEX))

describeSearchIndexContract('OpenSearch', async () => {
  const endpoint = inject('engines').opensearch
  const client = await connect(endpoint)
  await makeIndex(client, orderIn(INDEX))
  return {
    searchIndex: createOpenSearchIndex(client),
    index: INDEX,
    contract: CONTRACT,
    read: (id) => readDocument(endpoint, `${INDEX}-write`, id),
  }
})
