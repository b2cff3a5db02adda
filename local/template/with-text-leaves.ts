import { isRecord } from '../../shared/json/is-record.ts'
import type { TemplateObject, TemplateValue } from './template.ts'

/** To CloudFormation every number and boolean of a template is a text. */
export function withTextLeaves(value: TemplateValue): TemplateValue {
  if (value === null) return null
  if (Array.isArray(value)) return (value as readonly TemplateValue[]).map(withTextLeaves)
  if (!isRecord(value)) return String(value)
  const entries = Object.entries(value as TemplateObject)
  return Object.fromEntries(entries.map(([name, inner]) => [name, withTextLeaves(inner)]))
}
