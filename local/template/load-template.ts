import { readFile } from 'node:fs/promises'
import { isRecord } from '../../shared/json/is-record.ts'
import type { Template } from './template.ts'
import { TemplateError } from './template-error.ts'

/** Sections with a local meaning, or with none on any machine (`Description`, `Metadata`, `Outputs`). */
const SECTIONS: ReadonlySet<string> = new Set([
  'AWSTemplateFormatVersion',
  'Description',
  'Metadata',
  'Parameters',
  'Conditions',
  'Mappings',
  'Resources',
  'Outputs',
])

/** @throws TemplateError when the file is no template, has a null or a section that is not modelled. */
export async function loadTemplate(path: string): Promise<Template> {
  return parseTemplate(await readFile(path, 'utf8'), path)
}

export function parseTemplate(text: string, source: string): Template {
  const template = parseJson(text, source)
  if (!isRecord(template) || !isRecord(template.Resources)) {
    throw new TemplateError(`${source} is no CloudFormation template: it has no Resources`)
  }
  const unknown = Object.keys(template).filter((section) => !SECTIONS.has(section))
  if (unknown.length > 0) {
    throw new TemplateError(`${source} has sections that are not modelled: ${unknown.join(', ')}`)
  }
  const nulls = pathsOfNull(template)
  if (nulls.length > 0) {
    throw new TemplateError(
      `${source} has null, which CloudFormation refuses, at ${nulls.join(', ')}`,
    )
  }
  return template as unknown as Template
}

/** `/Resources/Table/Properties/TableName`. */
function pathsOfNull(value: unknown, path = ''): string[] {
  if (value === null) return [path]
  if (typeof value !== 'object') return []
  return Object.entries(value).flatMap(([name, inner]) => pathsOfNull(inner, `${path}/${name}`))
}

function parseJson(text: string, source: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new TemplateError(`${source} is no JSON`, cause)
  }
}
