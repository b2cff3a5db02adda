import type { Attribute, AttributeEntries, AttributeKind } from './attribute.ts'

/** One declared attribute, with what lies below it. */
export interface AttributePlace {
  readonly name: string
  /** The attribute names from the item down, joined by dots; lists add nothing to it. */
  readonly path: string
  readonly kind: AttributeKind
  readonly isOptional: boolean
  /** The kind that a list holds in the end, through lists of lists; of anything else, its own. */
  readonly elementKind: AttributeKind
  /** Of a map, or of the maps in a list; else empty. */
  readonly children: readonly AttributePlace[]
}

/** Reads the declared attributes off a schema's entries, at every depth. */
export function listPlaces(entries: AttributeEntries, prefix = ''): readonly AttributePlace[] {
  return Object.keys(entries).flatMap((name) => {
    const declared = entries[name]
    if (declared === undefined) return []
    const attribute = unwrap(declared)
    const element = unwrapList(attribute)
    const path = `${prefix}${name}`
    return {
      name,
      path,
      kind: attribute.kindOf,
      isOptional: attribute !== declared,
      elementKind: element.kindOf,
      children: listPlaces(membersOf(element) ?? {}, `${path}.`),
    }
  })
}

/** All places of a tree, each parent before its children. */
export function flattenPlaces(places: readonly AttributePlace[]): readonly AttributePlace[] {
  return places.flatMap((place) => [place, ...flattenPlaces(place.children)])
}

/** What a map, or the maps in a list, declare; undefined where nothing lies below the attribute. */
export function membersOf(attribute: Attribute): AttributeEntries | undefined {
  const element = unwrapList(unwrap(attribute))
  return 'attributes' in element ? asEntries(element.attributes) : undefined
}

function unwrapList(attribute: Attribute): Attribute {
  return 'element' in attribute ? unwrapList(unwrap(attribute.element as Attribute)) : attribute
}

function unwrap(attribute: Attribute): Attribute {
  return 'wrapped' in attribute ? unwrap(attribute.wrapped as Attribute) : attribute
}

function asEntries(attributes: unknown): AttributeEntries {
  return attributes as AttributeEntries
}
