/** Wires the search projector for AWS Lambda. */
import { definitions } from '../../entities/index.ts'
import { createOpenSearchClient } from '../../shared/adapters/opensearch-client.ts'
import { createOpenSearchIndex } from '../../shared/adapters/opensearch-search-index.ts'
import { createS3Claims } from '../../shared/adapters/s3-claims.ts'
import { createSqsSettling } from '../../shared/adapters/sqs-settling.ts'
import { createLog } from '../../shared/observability/create-log.ts'
import { createMetrics } from '../../shared/observability/create-metrics.ts'
import { parseSearchProjectorConfig } from './config.ts'
import { createSearchProjector, type SearchProjector } from './handler.ts'

const config = parseSearchProjectorConfig(process.env)
const requestTimeoutMs = config.SEARCH_REQUEST_TIMEOUT_MS
const projector = createProjector()

export const handler: SearchProjector = async (event, context) => (await projector)(event, context)

async function createProjector(): Promise<SearchProjector> {
  const client = await createOpenSearchClient({
    endpoint: config.SEARCH_ENDPOINT,
    auth: config.SEARCH_AUTH,
    region: process.env.AWS_REGION,
    requestTimeoutMs,
  })
  return createSearchProjector({
    definitions,
    layout: config.SEQUENCE_LAYOUT,
    searchIndex: createOpenSearchIndex(client),
    claims: createS3Claims(config.CLAIM_CHECK_BUCKET, { requestTimeoutMs }),
    ...createSqsSettling(config.SEARCH_QUEUE_URL, config.SEARCH_DLQ_URL),
    requestTimeoutMs,
    random: Math.random,
    clock: Date.now,
    log: createLog(),
    metrics: createMetrics(),
  })
}
