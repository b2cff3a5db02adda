import type { TemplateParameter } from './template.ts'
import { TemplateError } from './template-error.ts'

/** The kinds of parameter there is a value for without asking an account. */
const TYPES: ReadonlySet<string> = new Set(['String', 'Number'])

/**
 * The value of each parameter: the one given, else its default.
 *
 * @throws TemplateError that lists every value that is missing, not allowed, or of no parameter.
 */
export function resolveParameters(
  declared: Readonly<Record<string, TemplateParameter>>,
  given: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const problems: string[] = []
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(declared, name)) problems.push(`${name} is no parameter of the template`)
  }
  const values: Record<string, string> = {}
  for (const [name, parameter] of Object.entries(declared)) {
    const value = given[name] ?? parameter.Default
    const problem = whyNot(value, parameter)
    if (problem !== undefined) problems.push(`parameter ${name} ${problem}`)
    else values[name] = String(value)
  }
  if (problems.length > 0) throw new TemplateError(problems.join('\n'))
  return values
}

function whyNot(
  value: string | number | undefined,
  { Type, AllowedValues, AllowedPattern }: TemplateParameter,
): string | undefined {
  if (!TYPES.has(Type)) return `has the type ${Type}, which is not modelled`
  if (value === undefined) return 'has no default and none was given'
  if (Type === 'Number' && !Number.isFinite(Number(value)))
    return `must be a number, not "${value}"`
  if (AllowedValues && !AllowedValues.map(String).includes(String(value))) {
    return `must be one of ${AllowedValues.join(', ')}, not "${value}"`
  }
  if (AllowedPattern !== undefined && !new RegExp(`^(?:${AllowedPattern})$`).test(String(value))) {
    return `must match ${AllowedPattern}, which "${value}" does not`
  }
  return undefined
}
