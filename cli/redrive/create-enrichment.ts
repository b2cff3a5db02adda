import { setTimeout as wait } from 'node:timers/promises'
import { definitions } from '../../entities/index.ts'
import { createEnricher } from '../../services/enrichment/enrich.ts'
import { createBatchEnricher } from '../../services/enrichment/enrich-batch.ts'
import { createTokenKeyCache } from '../../services/enrichment/token-key.ts'
import { createS3Claims } from '../../shared/adapters/s3-claims.ts'
import { createS3ParkedStore } from '../../shared/adapters/s3-parked-store.ts'
import { createSecretsManagerTokenKey } from '../../shared/adapters/secrets-manager-token-key.ts'
import type { Log } from '../../shared/observability/logger.ts'
import type { RecordEnrichment } from '../../shared/redrive/record-enrichment.ts'
import { type Deployment, requireResource } from '../deployment/deployment.ts'

/** What the function takes for a batch at most. */
const BATCH_MS_MAX = 30_000

/**
 * The enrichment's own core, by the definitions of this checkout and the settings, key and stores of
 * the deployment: what it makes of a record is byte for byte what its function makes.
 */
export function createEnrichment(
  deployment: Deployment,
  note: (line: string) => void,
): RecordEnrichment {
  const { s3, secrets } = deployment
  const secretArn = requireResource(deployment, 'TokenSecret')
  const log = createNotes(note)
  const source = createSecretsManagerTokenKey(secretArn, { client: secrets })
  const tokenKey = createTokenKeyCache(source, Date.now, log)
  const options = { definitions, ...deployment.enrichment }
  const run = createBatchEnricher({
    ...options,
    tokenKey,
    parkedStore: createS3ParkedStore(requireResource(deployment, 'ParkedBucket'), { client: s3 }),
    claims: createS3Claims(requireResource(deployment, 'ClaimCheckBucket'), { client: s3 }),
    clock: Date.now,
    wait: (ms) => wait(ms),
    random: Math.random,
    log,
    // These are the deployed function's: what a person redrives is told in the report.
    metrics: { publish: () => undefined },
  })
  return {
    look: async (records) => {
      const enrich = createEnricher({ ...options, tokenKey: await tokenKey() })
      return records.map(enrich)
    },
    run: (records) => run(records, Date.now() + BATCH_MS_MAX),
  }
}

/** What the core warns of, for a person: its fields name no value. */
function createNotes(note: (line: string) => void): Log {
  const say = (message: string, fields: object = {}) => {
    const { code, reason, id } = fields as { code?: string; reason?: string; id?: string }
    note([message, id, code, reason].filter((part) => part !== undefined).join(': '))
  }
  return { debug: () => undefined, info: () => undefined, warn: say, error: say }
}
