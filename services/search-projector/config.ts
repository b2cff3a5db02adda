import * as v from 'valibot'
import { parseConfig } from '../../shared/config/parse-config.ts'
import { SEQUENCE_LAYOUTS } from '../../shared/ordering/index.ts'
import { SEARCH_AUTHS } from '../../shared/search/search-auth.ts'

const url = v.pipe(v.string(), v.url('must be a full URL'))

const schema = v.object({
  /** The search domain. */
  SEARCH_ENDPOINT: url,
  /** How requests to it are signed. */
  SEARCH_AUTH: v.picklist(SEARCH_AUTHS),
  /** The queue this function reads: redelivery is put off there. */
  SEARCH_QUEUE_URL: url,
  /** Where poison goes. */
  SEARCH_DLQ_URL: url,
  /** How the stream's sequence numbers are built; the index's codec must fit. */
  SEQUENCE_LAYOUT: v.picklist(SEQUENCE_LAYOUTS),
  /** Where the images lie that the bus does not take. */
  CLAIM_CHECK_BUCKET: v.pipe(v.string(), v.nonEmpty('must name a bucket')),
  /** After this a request to the domain is given up, ms. The function's own timeout must hold two. */
  SEARCH_REQUEST_TIMEOUT_MS: v.pipe(
    v.string(),
    v.digits('must be whole milliseconds'),
    v.transform(Number),
    v.minValue(1_000, 'must be at least 1000'),
    v.maxValue(60_000, 'must be at most 60000'),
  ),
})

export type SearchProjectorConfig = v.InferOutput<typeof schema>

/** @throws ConfigError that lists every setting that is missing, unknown or wrong. */
export function parseSearchProjectorConfig(
  env: Readonly<Record<string, string | undefined>>,
): SearchProjectorConfig {
  return parseConfig(schema, env)
}
