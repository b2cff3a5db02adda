import { isRecord } from '../../shared/json/is-record.ts'
import type { PropertySupport } from './property-support.ts'
import type { TemplateObject, TemplateValue } from './template.ts'

/** A property, or its value, that nothing of ours takes care of. */
export interface Finding {
  /** `SourceParameters.DynamoDBStreamParameters.BatchSize`, without list indexes. */
  readonly path: string
  readonly message: string
}

export interface SupportReport {
  /** Missing, or not modelled and on neither list: the start stops. */
  readonly refused: readonly Finding[]
  /** Of the second list: printed at the start. */
  readonly actsOnFailure: readonly Finding[]
}

/** Compares a resource's properties, functions worked out, with what its model declares. */
export function checkSupport(
  value: TemplateValue,
  support: PropertySupport,
  path = '',
): SupportReport {
  switch (support.kind) {
    case 'no-local-meaning':
      return { refused: [], actsOnFailure: [] }
    case 'acts-on-failure':
      return { refused: [], actsOnFailure: [{ path, message: support.reason }] }
    case 'modelled':
      return { refused: checkValue(value, support.only, path), actsOnFailure: [] }
    case 'list':
      return Array.isArray(value)
        ? merge(value.map((entry) => checkSupport(entry, support.entries, path)))
        : refuse(path, 'must be a list')
    case 'object':
      return isRecord(value)
        ? checkObject(value as TemplateObject, support, path)
        : refuse(path, 'must be an object')
  }
}

function checkObject(
  value: TemplateObject,
  { properties, required }: Extract<PropertySupport, { kind: 'object' }>,
  path: string,
): SupportReport {
  const below = (name: string) => (path === '' ? name : `${path}.${name}`)
  const missing = required.filter((name) => !Object.hasOwn(value, name))
  return merge([
    ...Object.entries(value).map(([name, inner]) => {
      const known = Object.hasOwn(properties, name) && properties[name]
      return known
        ? checkSupport(inner, known, below(name))
        : refuse(below(name), 'is not modelled')
    }),
    ...missing.map((name) => refuse(below(name), 'is required')),
  ])
}

function checkValue(
  value: TemplateValue,
  only: readonly unknown[] | undefined,
  path: string,
): readonly Finding[] {
  if (only === undefined || only.includes(value)) return []
  return [{ path, message: `is modelled for ${only.join(', ')} only, not for ${String(value)}` }]
}

function refuse(path: string, message: string): SupportReport {
  return { refused: [{ path, message }], actsOnFailure: [] }
}

function merge(reports: readonly SupportReport[]): SupportReport {
  return {
    refused: reports.flatMap((report) => report.refused),
    actsOnFailure: reports.flatMap((report) => report.actsOnFailure),
  }
}
