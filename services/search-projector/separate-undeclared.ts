import { setProperty } from '../../shared/attribute-value/json.ts'
import type { Image, Json } from '../../shared/change-event/change-event.ts'
import type { AttributeEntries } from '../../shared/entity/attribute.ts'
import { membersOf } from '../../shared/entity/attribute-place.ts'

export interface SeparatedImage {
  readonly declared: Image
  /** Null when all is declared. */
  readonly undeclared: Image | null
}

/**
 * Takes out of an image, at every depth, what the definition does not name. Each stays where it was:
 * in a map of the same name, and in a list at the same place, `null` for an element that has none.
 * ```
 * image       {a: 1, x: 2, m: {b: 3, '': 4}, l: [{c: 5}, {c: 6, 'd..e': 7}]}
 * declared    {a: 1,       m: {b: 3},        l: [{c: 5}, {c: 6}]}
 * undeclared  {x: 2,       m: {'': 4},       l: [null, {'d..e': 7}]}
 * ```
 * An index takes a dot in a name for a path, and refuses a document for `a..b`, for an empty name,
 * or for `city.zip` beside a `city` that is text. Declared names have no dots.
 */
export function separateUndeclared(image: Image, entries: AttributeEntries): SeparatedImage {
  // By default nothing undeclared comes this far, and to look is cheaper than to copy.
  if (isDeclared(image, entries)) return { declared: image, undeclared: null }
  const declared: Image = {}
  const undeclared: Image = {}
  let isAllDeclared = true
  for (const name of Object.keys(image)) {
    const value = image[name]
    if (value === undefined) continue
    const attribute = Object.hasOwn(entries, name) ? entries[name] : undefined
    const parts = attribute
      ? separateValue(value, membersOf(attribute))
      : { declared: undefined, undeclared: value }
    if (parts.declared !== undefined) setProperty(declared, name, parts.declared)
    if (parts.undeclared === undefined) continue
    setProperty(undeclared, name, parts.undeclared)
    isAllDeclared = false
  }
  return { declared, undeclared: isAllDeclared ? null : undeclared }
}

function isDeclared(image: Image, entries: AttributeEntries): boolean {
  for (const name in image) {
    const attribute = Object.hasOwn(entries, name) ? entries[name] : undefined
    if (attribute === undefined || !isValueDeclared(image[name], membersOf(attribute))) return false
  }
  return true
}

function isValueDeclared(value: Json | undefined, members: AttributeEntries | undefined): boolean {
  if (members === undefined || typeof value !== 'object' || value === null) return true
  return Array.isArray(value)
    ? value.every((element) => isValueDeclared(element, members))
    : isDeclared(value, members)
}

/** @param members what the value's maps declare; undefined when it is kept whole. */
function separateValue(
  value: Json,
  members: AttributeEntries | undefined,
): { declared: Json; undeclared: Json | undefined } {
  if (members === undefined || typeof value !== 'object' || value === null) {
    return { declared: value, undeclared: undefined }
  }
  if (!Array.isArray(value)) {
    const { declared, undeclared } = separateUndeclared(value, members)
    return { declared, undeclared: undeclared ?? undefined }
  }
  const parts = value.map((element) => separateValue(element, members))
  const isAllDeclared = parts.every(({ undeclared }) => undeclared === undefined)
  return {
    declared: parts.map(({ declared }) => declared),
    undeclared: isAllDeclared ? undefined : parts.map(({ undeclared }) => undeclared ?? null),
  }
}
