import * as v from 'valibot'
import { parseConfig } from '../../shared/config/parse-config.ts'

/** Names of alarms, parted by commas; empty when none stops it. */
const alarmNames = v.pipe(
  v.string(),
  v.transform((text) => text.split(',').filter((name) => name !== '')),
)

const schema = v.object({
  /** The Pipe that is stopped. */
  PIPE_NAME: v.pipe(v.string(), v.nonEmpty('must name a Pipe')),
  /** Alarms that stop it. */
  PIPE_ALARMS: alarmNames,
  /** The mapping of the search sink that is stopped. */
  SEARCH_MAPPING_ID: v.pipe(v.string(), v.nonEmpty('must name an event source mapping')),
  /** Alarms that stop it. */
  SEARCH_ALARMS: alarmNames,
})

export type BreakerConfig = v.InferOutput<typeof schema>

/** @throws ConfigError that lists every setting that is missing, unknown or wrong. */
export function parseBreakerConfig(
  env: Readonly<Record<string, string | undefined>>,
): BreakerConfig {
  return parseConfig(schema, env)
}
