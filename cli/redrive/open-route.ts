import { definitions } from '../../entities/index.ts'
import { createEventsChangeBus } from '../../shared/adapters/events-change-bus.ts'
import { createOpenSearchClient } from '../../shared/adapters/opensearch-client.ts'
import { createOpenSearchIndex } from '../../shared/adapters/opensearch-search-index.ts'
import { createS3Claims } from '../../shared/adapters/s3-claims.ts'
import { createSqsSinkQueue } from '../../shared/adapters/sqs-letter-box.ts'
import type { Box } from '../../shared/redrive/boxes.ts'
import type { Route } from '../../shared/redrive/judgement.ts'
import { readRange } from '../../shared/redrive/read-range.ts'
import { createParkedRoute, createPositionRoute } from '../../shared/redrive/record-route.ts'
import { createSinkRoute } from '../../shared/redrive/sink-route.ts'
import type { SinkStates } from '../../shared/redrive/sink-states.ts'
import { SINKS } from '../../shared/redrive/sinks.ts'
import { InputError } from '../command.ts'
import { type Deployment, requireResource } from '../deployment/deployment.ts'
import { createEnrichment } from './create-enrichment.ts'
import { createRedisFloors } from './redis-floors.ts'
import { createStreamPages } from './stream-pages.ts'

const SEARCH_TIMEOUT_MS = 5_000

/** @throws InputError for a box whose letters cannot be redriven. */
export async function openRoute(
  { name }: Box,
  deployment: Deployment,
  note: (line: string) => void,
): Promise<Route> {
  const states = await readStatesOf(deployment)
  const sink = SINKS.find((one) => one.name === name)
  if (sink !== undefined) {
    const { sqs, s3 } = deployment
    return createSinkRoute({
      sink,
      states,
      queue: createSqsSinkQueue(sqs, requireResource(deployment, sink.queue)),
      claims: createS3Claims(requireResource(deployment, 'ClaimCheckBucket'), { client: s3 }),
    })
  }
  if (name !== 'parked' && name !== 'pipe') {
    throw new InputError(
      `What lies in ${name} cannot be redriven. To look at it: npx tailrace dlq list ${name}${deployment.flags}`,
    )
  }
  const options = {
    states,
    enrichment: createEnrichment(deployment, note),
    bus: createEventsChangeBus(deployment.events, requireResource(deployment, 'ChangeBus')),
  }
  if (name === 'parked') return createParkedRoute(options)
  const { streams } = deployment
  return createPositionRoute({
    ...options,
    stream: { readRange: (range) => readRange(range, createStreamPages(streams)) },
  })
}

async function readStatesOf({
  search,
  region,
  enrichment,
  cache,
  redriveAgeMsMax,
}: Deployment): Promise<SinkStates> {
  const client = await createOpenSearchClient({
    ...search,
    region,
    requestTimeoutMs: SEARCH_TIMEOUT_MS,
  })
  const { layout } = enrichment
  return {
    definitions,
    layout,
    forgottenBeforeMs: Date.now() - redriveAgeMsMax,
    searchIndex: createOpenSearchIndex(client),
    ...(cache && { cacheFloors: createRedisFloors(cache) }),
  }
}
