/** Wires the search purge for AWS Lambda. */
import { definitions } from '../../entities/index.ts'
import { createOpenSearchClient } from '../../shared/adapters/opensearch-client.ts'
import { createOpenSearchTombstones } from '../../shared/adapters/opensearch-tombstones.ts'
import { createLog } from '../../shared/observability/create-log.ts'
import { parseSearchPurgeConfig } from './config.ts'
import { createSearchPurge, type SearchPurge } from './handler.ts'

const config = parseSearchPurgeConfig(process.env)
const purge = createPurge()

export const handler: SearchPurge = async (event, context) => (await purge)(event, context)

async function createPurge(): Promise<SearchPurge> {
  const client = await createOpenSearchClient({
    endpoint: config.SEARCH_ENDPOINT,
    auth: config.SEARCH_AUTH,
    region: process.env.AWS_REGION,
    requestTimeoutMs: config.SEARCH_REQUEST_TIMEOUT_MS,
  })
  return createSearchPurge({
    definitions,
    tombstones: createOpenSearchTombstones(client),
    retentionDays: config.TOMBSTONE_RETENTION_DAYS,
    requestTimeoutMs: config.SEARCH_REQUEST_TIMEOUT_MS,
    clock: Date.now,
    log: createLog(),
  })
}
