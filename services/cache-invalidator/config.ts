import * as v from 'valibot'
import { CACHE_AUTHS, CACHE_MODES } from '../../shared/cache/cache-endpoint.ts'
import { parseConfig } from '../../shared/config/parse-config.ts'
import { ConfigError } from '../../shared/errors/pipeline-error.ts'

const url = v.pipe(v.string(), v.url('must be a full URL'))

const wholeNumber = (unit: string, min: number, max: number) =>
  v.pipe(
    v.string(),
    v.digits(`must be whole ${unit}`),
    v.transform(Number),
    v.minValue(min, `must be at least ${min}`),
    v.maxValue(max, `must be at most ${max}`),
  )

const schema = v.object({
  /** The cache: `redis://` or, with TLS, `rediss://`, a host and a port. */
  CACHE_ENDPOINT: v.pipe(
    url,
    v.regex(/^rediss?:\/\/[^/@]+$/, 'must be redis:// or rediss://, a host and a port'),
  ),
  /** `single` node or `cluster` mode. ElastiCache Serverless is always the latter. */
  CACHE_MODE: v.picklist(CACHE_MODES),
  /** `iam` on AWS; `none` where the network alone decides. */
  CACHE_AUTH: v.picklist(CACHE_AUTHS),
  /** Name of the ElastiCache Serverless cache, for `iam`. */
  CACHE_NAME: v.optional(v.string(), ''),
  /** User id and name at ElastiCache, for `iam`. */
  CACHE_USER: v.optional(v.string(), ''),
  /** What every key begins with. No brace: the braces of a key choose its slot. */
  CACHE_PREFIX: v.pipe(
    v.string(),
    v.regex(/^[A-Za-z0-9._:-]{1,64}$/, 'must be 1 to 64 letters, digits, dots, colons, - or _'),
  ),
  /** The queue this function reads: redelivery is put off there. */
  CACHE_QUEUE_URL: url,
  /** Where poison goes. */
  CACHE_DLQ_URL: url,
  /** After this a batch's call to the cache is given up, connecting included, ms. */
  CACHE_REQUEST_TIMEOUT_MS: wholeNumber('milliseconds', 500, 60_000),
  /** How long a floor is kept, from the first change that it is made for. One that is gone costs a miss. */
  CACHE_FLOOR_TTL_SECONDS: wholeNumber('seconds', 60, 2_592_000),
})

export type CacheInvalidatorConfig = v.InferOutput<typeof schema>

/** @throws ConfigError that lists every setting that is missing, unknown or wrong. */
export function parseCacheInvalidatorConfig(
  env: Readonly<Record<string, string | undefined>>,
): CacheInvalidatorConfig {
  const config = parseConfig(schema, env)
  const mistakes = config.CACHE_AUTH === 'iam' ? findIamMistakes(config) : []
  if (mistakes.length === 0) return config
  throw new ConfigError('config.invalid', `Settings refused:\n- ${mistakes.join('\n- ')}`)
}

/** https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/auth-iam.html */
function findIamMistakes(config: CacheInvalidatorConfig): readonly string[] {
  return [
    ...(config.CACHE_NAME === '' ? ['TAILRACE_CACHE_NAME is missing, which iam needs'] : []),
    ...(config.CACHE_USER === '' ? ['TAILRACE_CACHE_USER is missing, which iam needs'] : []),
    ...(config.CACHE_ENDPOINT.startsWith('rediss:')
      ? []
      : ['TAILRACE_CACHE_ENDPOINT: must be rediss://, since iam needs TLS']),
  ]
}
