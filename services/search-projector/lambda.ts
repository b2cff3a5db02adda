/** Wires the search projector for AWS Lambda. */
import { definitions } from '../../entities/index.ts'
import { createOpenSearchClient } from '../../shared/adapters/opensearch-client.ts'
import { createOpenSearchIndex } from '../../shared/adapters/opensearch-search-index.ts'
import { createS3Claims } from '../../shared/adapters/s3-claims.ts'
import { createSqsClient } from '../../shared/adapters/sqs-client.ts'
import { createSqsDeadLetterQueue } from '../../shared/adapters/sqs-dead-letter-queue.ts'
import { createSqsRedelivery } from '../../shared/adapters/sqs-redelivery.ts'
import { createLog } from '../../shared/observability/create-log.ts'
import { createMetrics } from '../../shared/observability/create-metrics.ts'
import { parseSearchProjectorConfig } from './config.ts'
import { createSearchProjector, type SearchProjector } from './handler.ts'

const config = parseSearchProjectorConfig(process.env)
const projector = createProjector()

export const handler: SearchProjector = async (event, context) => (await projector)(event, context)

async function createProjector(): Promise<SearchProjector> {
  const sqs = createSqsClient()
  const client = await createOpenSearchClient({
    endpoint: config.SEARCH_ENDPOINT,
    auth: config.SEARCH_AUTH,
    region: process.env.AWS_REGION,
    requestTimeoutMs: config.SEARCH_REQUEST_TIMEOUT_MS,
  })
  return createSearchProjector({
    definitions,
    layout: config.SEQUENCE_LAYOUT,
    searchIndex: createOpenSearchIndex(client),
    claims: createS3Claims(config.CLAIM_CHECK_BUCKET, {
      requestTimeoutMs: config.SEARCH_REQUEST_TIMEOUT_MS,
    }),
    deadLetters: createSqsDeadLetterQueue(sqs, config.SEARCH_DLQ_URL),
    redelivery: createSqsRedelivery(sqs, config.SEARCH_QUEUE_URL),
    requestTimeoutMs: config.SEARCH_REQUEST_TIMEOUT_MS,
    random: Math.random,
    clock: Date.now,
    log: createLog(),
    metrics: createMetrics(),
  })
}
