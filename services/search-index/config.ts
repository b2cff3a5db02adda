import * as v from 'valibot'
import { parseConfig } from '../../shared/config/parse-config.ts'
import { SEQUENCE_LAYOUTS } from '../../shared/ordering/index.ts'
import { SEARCH_AUTHS } from '../../shared/search/search-auth.ts'

const schema = v.object({
  /** The search domain. */
  SEARCH_ENDPOINT: v.pipe(v.string(), v.url('must be a full URL')),
  /** How requests to it are signed. */
  SEARCH_AUTH: v.picklist(SEARCH_AUTHS),
  /** How the stream's sequence numbers are built: decides the codec that the index declares. */
  SEQUENCE_LAYOUT: v.picklist(SEQUENCE_LAYOUTS),
})

export type SearchIndexConfig = v.InferOutput<typeof schema>

/** @throws ConfigError that lists every setting that is missing, unknown or wrong. */
export function parseSearchIndexConfig(
  env: Readonly<Record<string, string | undefined>>,
): SearchIndexConfig {
  return parseConfig(schema, env)
}
