import * as v from 'valibot'
import { parseConfig } from '../../shared/config/parse-config.ts'
import { SEQUENCE_LAYOUTS } from '../../shared/ordering/index.ts'

const schema = v.object({
  /** The bucket for parked records. */
  PARKED_BUCKET: v.pipe(v.string(), v.nonEmpty('must name a bucket')),
  /** The bucket for images that the bus does not take. */
  CLAIM_CHECK_BUCKET: v.pipe(v.string(), v.nonEmpty('must name a bucket')),
  /** The secret with the key of the tokens: JSON of keyId and key. */
  TOKEN_SECRET_ARN: v.pipe(v.string(), v.nonEmpty('must name a secret')),
  /** Whether items that DynamoDB's TTL deletes are removed downstream. */
  TTL_DELETES: v.picklist(['drop', 'deliver']),
  /** What becomes of attributes that the definition does not name. */
  UNDECLARED: v.picklist(['drop', 'keep']),
  /** How the stream's sequence numbers are built. */
  SEQUENCE_LAYOUT: v.picklist(SEQUENCE_LAYOUTS),
})

export type EnrichmentConfig = v.InferOutput<typeof schema>

/** @throws ConfigError that lists every setting that is missing, unknown or wrong. */
export function parseEnrichmentConfig(
  env: Readonly<Record<string, string | undefined>>,
): EnrichmentConfig {
  return parseConfig(schema, env)
}
