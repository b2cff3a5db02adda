/** Wires the enrichment for AWS Lambda. */
import { setTimeout as wait } from 'node:timers/promises'

import { definitions } from '../../entities/index.ts'
import { createS3Claims } from '../../shared/adapters/s3-claims.ts'
import { createS3ParkedStore } from '../../shared/adapters/s3-parked-store.ts'
import { createSecretsManagerTokenKey } from '../../shared/adapters/secrets-manager-token-key.ts'
import { createLog } from '../../shared/observability/create-log.ts'
import { createMetrics } from '../../shared/observability/create-metrics.ts'
import { parseEnrichmentConfig } from './config.ts'
import { createEnrichmentHandler } from './handler.ts'
import { createTokenKeyCache } from './token-key.ts'

const config = parseEnrichmentConfig(process.env)
const log = createLog()
const tokenKeySource = createSecretsManagerTokenKey(config.TOKEN_SECRET_ARN)

export const handler = createEnrichmentHandler({
  definitions,
  ttlDeletes: config.TTL_DELETES,
  undeclared: config.UNDECLARED,
  layout: config.SEQUENCE_LAYOUT,
  tokenKey: createTokenKeyCache(tokenKeySource, Date.now, log),
  parkedStore: createS3ParkedStore(config.PARKED_BUCKET),
  claims: createS3Claims(config.CLAIM_CHECK_BUCKET),
  clock: Date.now,
  wait: (ms) => wait(ms),
  random: Math.random,
  log,
  metrics: createMetrics(),
})
