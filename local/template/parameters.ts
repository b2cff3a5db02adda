import type { TemplateParameter } from './template.ts'
import { TemplateError } from './template-error.ts'

/**
 * What a declaration may hold: what is checked here, and three that change no value.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html
 */
const MEMBERS: ReadonlySet<string> = new Set([
  'Type',
  'Default',
  'AllowedValues',
  'AllowedPattern',
  'MinLength',
  'MaxLength',
  'MinValue',
  'MaxValue',
  'ConstraintDescription',
  'Description',
  'NoEcho',
])

/** The kinds of parameter there is a value for without asking an account. */
const TYPES: ReadonlySet<string> = new Set(['String', 'Number'])

/**
 * The value of each parameter: the one given, else its default.
 *
 * @throws TemplateError that lists every value that is missing, not allowed, or of no parameter, and
 * every declaration that is not modelled.
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
    for (const member of Object.keys(parameter).filter((one) => !MEMBERS.has(one))) {
      problems.push(`parameter ${name} has ${member}, which is not modelled`)
    }
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
  parameter: TemplateParameter,
): string | undefined {
  const { Type, AllowedValues, AllowedPattern } = parameter
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
  return Type === 'Number'
    ? outOfRange(Number(value), parameter)
    : badLength(String(value), parameter)
}

function outOfRange(value: number, { MinValue, MaxValue }: TemplateParameter): string | undefined {
  if (MinValue !== undefined && value < Number(MinValue)) {
    return `must be at least ${MinValue}, not ${value}`
  }
  if (MaxValue !== undefined && value > Number(MaxValue)) {
    return `must be at most ${MaxValue}, not ${value}`
  }
  return undefined
}

function badLength(
  { length }: string,
  { MinLength, MaxLength }: TemplateParameter,
): string | undefined {
  if (MinLength !== undefined && length < Number(MinLength)) {
    return `must have at least ${MinLength} characters, not ${length}`
  }
  if (MaxLength !== undefined && length > Number(MaxLength)) {
    return `must have at most ${MaxLength} characters, not ${length}`
  }
  return undefined
}
