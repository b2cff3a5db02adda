import type { PropertySupport } from '../template/property-support.ts'

/** One property of a resource type, at the end of its path. */
export interface DescribedProperty {
  /** `SourceParameters.FilterCriteria.Filters[]`, or empty. */
  readonly parent: string
  readonly name: string
  /** The values it is modelled for; empty for all. */
  readonly only: readonly unknown[]
  /** Why it has no local meaning; absent for what is modelled. */
  readonly without?: string
}

/** The properties of a type, flat; none where all of it is modelled, or none of it. */
export function describeSupport(support: PropertySupport): readonly DescribedProperty[] {
  return describe(support, '', '')
}

function describe(
  support: PropertySupport,
  parent: string,
  name: string,
): readonly DescribedProperty[] {
  const path = parent === '' ? name : `${parent}.${name}`
  switch (support.kind) {
    case 'object':
      return Object.entries(support.properties).flatMap(([inner, one]) =>
        describe(one, path, inner),
      )
    case 'list':
      return describe(support.entries, parent, `${name}[]`)
    case 'checked':
      return describe(support.support, parent, name)
    case 'modelled':
      return name === '' ? [] : [{ parent, name, only: support.only ?? [] }]
    default:
      return name === '' ? [] : [{ parent, name, only: [], without: support.reason }]
  }
}
