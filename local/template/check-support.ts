import { isRecord } from '../../shared/json/is-record.ts'
import type { PropertySupport } from './property-support.ts'
import type { TemplateObject, TemplateValue } from './template.ts'

/** A property, or its value, that nothing of ours takes care of. */
export interface Finding {
  /** `SourceParameters.FilterCriteria.Filters[0].Pattern`. */
  readonly path: string
  readonly message: string
}

export interface SupportReport {
  /** Missing, mistaken, or neither modelled nor without a local meaning: the start stops. */
  readonly refused: readonly Finding[]
  /** What a user should know: printed at the start. */
  readonly notices: readonly Finding[]
}

const NOTHING: SupportReport = { refused: [], notices: [] }

/** Compares a resource's properties, functions worked out, with what its model declares. */
export function checkSupport(
  value: TemplateValue,
  support: PropertySupport,
  path = '',
): SupportReport {
  switch (support.kind) {
    case 'no-local-meaning':
      return NOTHING
    case 'modelled':
      return { ...NOTHING, refused: checkValue(value, support.only, path) }
    case 'list':
      return Array.isArray(value) ? checkList(value, support, path) : refuse(path, 'must be a list')
    case 'object':
      return isRecord(value)
        ? checkObject(value as TemplateObject, support, path)
        : refuse(path, 'must be an object')
    case 'checked':
      return checkJudged(value, support, path)
  }
}

function checkList(
  list: readonly TemplateValue[],
  { entries, atMost }: Extract<PropertySupport, { kind: 'list' }>,
  path: string,
): SupportReport {
  return merge([
    ...list.map((entry, index) => checkSupport(entry, entries, `${path}[${index}]`)),
    list.length > atMost
      ? refuse(path, `has ${list.length} entries, and AWS takes ${atMost}`)
      : NOTHING,
  ])
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

function checkJudged(
  value: TemplateValue,
  { support, judge }: Extract<PropertySupport, { kind: 'checked' }>,
  path: string,
): SupportReport {
  const report = checkSupport(value, support, path)
  if (report.refused.length > 0) return report
  const { mistakes = [], notices = [] } = judge(value)
  const find = (message: string): Finding => ({ path, message })
  return merge([report, { ...NOTHING, refused: mistakes.map(find), notices: notices.map(find) }])
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
  return { ...NOTHING, refused: [{ path, message }] }
}

function merge(reports: readonly SupportReport[]): SupportReport {
  return {
    refused: reports.flatMap((report) => report.refused),
    notices: reports.flatMap((report) => report.notices),
  }
}
