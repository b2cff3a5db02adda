import * as v from 'valibot'
import { ConfigError } from '../errors/pipeline-error.ts'

/** Every setting of ours begins with this, so a misspelt one is told apart from the platform's. */
const PREFIX = 'TAILRACE_'

/**
 * Reads a function's settings from its environment, once, at cold start.
 *
 * The schema's names are the variables' names without the `TAILRACE_` prefix. Values are text; the
 * schema turns them into numbers and checks their ranges.
 *
 * @throws ConfigError `config.invalid` that lists every missing, unknown or wrong setting.
 */
export function parseConfig<Entries extends v.ObjectEntries>(
  schema: v.ObjectSchema<Entries, undefined>,
  env: Readonly<Record<string, string | undefined>>,
): Readonly<v.InferOutput<v.ObjectSchema<Entries, undefined>>> {
  const known = new Set(Object.keys(schema.entries))
  const given = Object.entries(env)
    .filter(([name]) => name.startsWith(PREFIX))
    .map(([name, value]) => [name.slice(PREFIX.length), value] as const)

  const unknown = given
    .filter(([name]) => !known.has(name))
    .map(([name]) => `${PREFIX}${name} is not a setting of this function`)
  const result = v.safeParse(schema, Object.fromEntries(given))
  const invalid = result.success ? [] : result.issues.map((issue) => describe(issue))

  const problems = [...invalid, ...unknown]
  if (problems.length > 0 || !result.success) {
    throw new ConfigError('config.invalid', `Settings refused:\n- ${problems.join('\n- ')}`)
  }
  return Object.freeze(result.output)
}

function describe(issue: v.BaseIssue<unknown>): string {
  const name = `${PREFIX}${v.getDotPath(issue) ?? ''}`
  return issue.received === 'undefined' ? `${name} is missing` : `${name}: ${issue.message}`
}
