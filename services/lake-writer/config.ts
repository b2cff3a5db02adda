import * as v from 'valibot'
import { parseConfig } from '../../shared/config/parse-config.ts'

const url = v.pipe(v.string(), v.url('must be a full URL'))
const name = v.pipe(v.string(), v.nonEmpty('must not be empty'))

const schema = v.object({
  /** The delivery stream. */
  LAKE_STREAM: name,
  /** The lake's bucket, for what the stream does not take. */
  LAKE_BUCKET: name,
  /** The queue this function reads: redelivery is put off there. */
  LAKE_QUEUE_URL: url,
  /** Where poison goes. */
  LAKE_DLQ_URL: url,
  /** Where the images lie that the bus does not take. */
  CLAIM_CHECK_BUCKET: name,
  /** After this a request is given up, ms, and tried once more. */
  LAKE_REQUEST_TIMEOUT_MS: v.pipe(
    v.string(),
    v.digits('must be whole milliseconds'),
    v.transform(Number),
    v.minValue(1_000, 'must be at least 1000'),
    v.maxValue(60_000, 'must be at most 60000'),
  ),
})

export type LakeWriterConfig = v.InferOutput<typeof schema>

/** @throws ConfigError that lists every setting that is missing, unknown or wrong. */
export function parseLakeWriterConfig(
  env: Readonly<Record<string, string | undefined>>,
): LakeWriterConfig {
  return parseConfig(schema, env)
}
