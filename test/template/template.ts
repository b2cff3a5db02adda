/** The parts of a CloudFormation template that the checks look at. */
export interface Resource {
  readonly Type: string
  readonly Properties?: Readonly<Record<string, unknown>>
  readonly DependsOn?: string | readonly string[]
  readonly DeletionPolicy?: string
  readonly UpdateReplacePolicy?: string
}

export interface Template {
  readonly Resources: Readonly<Record<string, Resource>>
  readonly Outputs: Readonly<Record<string, unknown>>
}

/** Logical ids and resources of one type, in the template's order. */
export function resourcesOf(template: Template, type: string): [string, Resource][] {
  return Object.entries(template.Resources).filter(([, resource]) => resource.Type === type)
}

/** The value at a dotted path, e.g. `Properties.RedrivePolicy.maxReceiveCount`; undefined if absent. */
export function at(value: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (part, name) => (isRecord(part) || Array.isArray(part) ? Reflect.get(part, name) : undefined),
      value,
    )
}

/** The resource that a `Ref` or `Fn::GetAtt` points at; undefined for anything else. */
export function target(value: unknown): string | undefined {
  const reference = at(value, 'Ref') ?? at(value, 'Fn::GetAtt.0')
  return typeof reference === 'string' ? reference : undefined
}

/** Every logical id that a value refers to, at any depth, `Fn::Sub` included. */
export function referencesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(referencesIn)
  if (!isRecord(value)) return []

  const own = target(value)
  const substituted = value['Fn::Sub']
  const named = typeof substituted === 'string' ? namesIn(substituted) : []
  return [
    ...(own === undefined ? [] : [own]),
    ...named,
    ...Object.values(value).flatMap(referencesIn),
  ]
}

/** A list, whether the template writes one value or several. */
export function list(value: unknown): unknown[] {
  if (value === undefined) return []
  return Array.isArray(value) ? value : [value]
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function namesIn(text: string): string[] {
  return [...text.matchAll(/\$\{(\w+)[.}]/g)].flatMap(([, name]) => name ?? [])
}
