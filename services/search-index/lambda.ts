/** Wires the search index's custom resource for AWS Lambda. */
import { setTimeout as delay } from 'node:timers/promises'
import { definitions } from '../../entities/index.ts'
import { respondToCloudFormation } from '../../shared/adapters/cloudformation-respond.ts'
import { createOpenSearchClient } from '../../shared/adapters/opensearch-client.ts'
import { createOpenSearchAdmin } from '../../shared/adapters/opensearch-index-admin.ts'
import { createLog } from '../../shared/observability/create-log.ts'
import { codecId } from '../../shared/ordering/index.ts'
import { parseSearchIndexConfig } from './config.ts'
import { createSearchIndexHandler } from './handler.ts'
import { prepareIndexes } from './prepare-indexes.ts'

/** Making an index on a small domain takes seconds. */
const REQUEST_TIMEOUT_MS = 30_000

const config = parseSearchIndexConfig(process.env)
const client = createOpenSearchClient({
  endpoint: config.SEARCH_ENDPOINT,
  auth: config.SEARCH_AUTH,
  region: process.env.AWS_REGION,
  requestTimeoutMs: REQUEST_TIMEOUT_MS,
})

export const handler = createSearchIndexHandler({
  prepare: async ({ TableStreamArn, Shards, Replicas }) =>
    prepareIndexes({
      admin: createOpenSearchAdmin(await client),
      definitions,
      codec: codecId(config.SEQUENCE_LAYOUT),
      stream: TableStreamArn,
      shards: Shards,
      replicas: Replicas,
    }),
  pause: (ms, signal) => delay(ms, undefined, { signal }),
  respond: respondToCloudFormation,
  log: createLog(),
})
