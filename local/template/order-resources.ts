import { TemplateError } from './template-error.ts'

/**
 * Logical ids in the order in which they can be created: what a resource needs comes before it, and
 * beyond that the template's own order stays.
 *
 * @param needs for each resource, the ones it refers to or depends on.
 * @param nameOf how a resource is called in an error.
 * @throws TemplateError that names the resources of a circle.
 */
export function orderResources(
  needs: ReadonlyMap<string, ReadonlySet<string>>,
  nameOf: (logicalId: string) => string,
): string[] {
  const ordered = new Set<string>()
  const open: string[] = []

  const visit = (logicalId: string) => {
    if (ordered.has(logicalId)) return
    if (open.includes(logicalId)) {
      const circle = [...open.slice(open.indexOf(logicalId)), logicalId]
      const names = circle.map(nameOf).join(' -> ')
      throw new TemplateError(`resources need each other in a circle: ${names}`)
    }
    open.push(logicalId)
    for (const needed of needs.get(logicalId) ?? []) visit(needed)
    open.pop()
    ordered.add(logicalId)
  }

  for (const logicalId of needs.keys()) visit(logicalId)
  return [...ordered]
}
