import { at, isRecord, type Template } from './template.ts'

/** What a resource gives, where it is no URL of HTTP. */
const GIVEN: Readonly<Record<string, string>> = {
  TAILRACE_CACHE_ENDPOINT: 'rediss://given.example:6379',
  TAILRACE_CACHE_NAME: 'given-cache',
  TAILRACE_CACHE_USER: 'given-user',
}

/** A function's variables with a parameter's default in its place, and a URL for whatever a resource gives. */
export function environmentOf(template: Template, id: string): Record<string, string> {
  const variables = at(template.Resources, `${id}.Properties.Environment.Variables`)
  return Object.fromEntries(
    Object.entries(isRecord(variables) ? variables : {}).map(([name, value]) => [
      name,
      isRecord(value)
        ? String(defaultOf(template, value) ?? GIVEN[name] ?? 'https://given.example')
        : String(value),
    ]),
  )
}

function defaultOf(template: Template, value: unknown): unknown {
  return at(template, `Parameters.${String(at(value, 'Ref'))}.Default`)
}
