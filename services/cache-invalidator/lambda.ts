/** Wires the cache invalidator for AWS Lambda. */
import { definitions } from '../../entities/index.ts'
import { createSqsSettling } from '../../shared/adapters/sqs-settling.ts'
import { createValkeyCredentials } from '../../shared/adapters/valkey-credentials.ts'
import { createValkeyInvalidations } from '../../shared/adapters/valkey-invalidations.ts'
import { createLog } from '../../shared/observability/create-log.ts'
import { createMetrics } from '../../shared/observability/create-metrics.ts'
import { parseCacheInvalidatorConfig } from './config.ts'
import { createCacheInvalidator } from './handler.ts'

const config = parseCacheInvalidatorConfig(process.env)
const requestTimeoutMs = config.CACHE_REQUEST_TIMEOUT_MS
const log = createLog()

export const handler = createCacheInvalidator({
  definitions,
  cache: createValkeyInvalidations({
    endpoint: config.CACHE_ENDPOINT,
    mode: config.CACHE_MODE,
    credentials: createValkeyCredentials(config.CACHE_AUTH, {
      cacheName: config.CACHE_NAME,
      user: config.CACHE_USER,
      region: process.env.AWS_REGION,
    }),
    prefix: config.CACHE_PREFIX,
    floorTtlMs: config.CACHE_FLOOR_TTL_SECONDS * 1_000,
    requestTimeoutMs,
    now: Date.now,
    onTrouble: (reasons) => log.warn('the cache is in trouble', { reasons }),
  }),
  ...createSqsSettling(config.CACHE_QUEUE_URL, config.CACHE_DLQ_URL),
  requestTimeoutMs,
  random: Math.random,
  clock: Date.now,
  log,
  metrics: createMetrics(),
})
