import * as v from 'valibot'
import { parseConfig } from '../../shared/config/parse-config.ts'
import { SEARCH_AUTHS } from '../../shared/search/search-auth.ts'

const wholeNumber = v.pipe(
  v.string(),
  v.digits('must be a whole number'),
  v.transform(Number),
  v.minValue(1, 'must be at least 1'),
)

const schema = v.object({
  /** The search domain. */
  SEARCH_ENDPOINT: v.pipe(v.string(), v.url('must be a full URL')),
  /** How requests to it are signed. */
  SEARCH_AUTH: v.picklist(SEARCH_AUTHS),
  /** After this a request to the domain is given up, ms. */
  SEARCH_REQUEST_TIMEOUT_MS: wholeNumber,
  /** How long a removal is remembered: longer than any event older than it can be on its way. */
  TOMBSTONE_RETENTION_DAYS: wholeNumber,
})

export type SearchPurgeConfig = v.InferOutput<typeof schema>

/** @throws ConfigError that lists every setting that is missing, unknown or wrong. */
export function parseSearchPurgeConfig(
  env: Readonly<Record<string, string | undefined>>,
): SearchPurgeConfig {
  return parseConfig(schema, env)
}
