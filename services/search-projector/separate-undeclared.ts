import { setProperty } from '../../shared/attribute-value/json.ts'
import type { Image, Json } from '../../shared/change-event/change-event.ts'
import type { AttributeEntries } from '../../shared/entity/attribute.ts'
import { type DeclaredNames, declaredNames } from './declared-names.ts'

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
  return separate(image, declaredNames(entries))
}

function separate(image: Image, names: DeclaredNames): SeparatedImage {
  // By default nothing undeclared comes this far, and to look is cheaper than to copy.
  if (isDeclared(image, names)) return { declared: image, undeclared: null }
  const declared: Image = {}
  const undeclared: Image = {}
  let isAllDeclared = true
  for (const name of Object.keys(image)) {
    const value = image[name]
    if (value === undefined) continue
    const below = names.get(name)
    const parts =
      below === undefined ? { declared: undefined, undeclared: value } : separateValue(value, below)
    if (parts.declared !== undefined) setProperty(declared, name, parts.declared)
    if (parts.undeclared === undefined) continue
    setProperty(undeclared, name, parts.undeclared)
    isAllDeclared = false
  }
  return { declared, undeclared: isAllDeclared ? null : undeclared }
}

function isDeclared(image: Image, names: DeclaredNames): boolean {
  for (const name in image) {
    const below = names.get(name)
    if (below === undefined || !isValueDeclared(image[name], below)) return false
  }
  return true
}

function isValueDeclared(value: Json | undefined, below: DeclaredNames | null): boolean {
  if (below === null || typeof value !== 'object' || value === null) return true
  return Array.isArray(value)
    ? value.every((element) => isValueDeclared(element, below))
    : isDeclared(value, below)
}

/** @param below what the value's maps declare; null when it is kept whole. */
function separateValue(
  value: Json,
  below: DeclaredNames | null,
): { declared: Json; undeclared: Json | undefined } {
  if (below === null || typeof value !== 'object' || value === null) {
    return { declared: value, undeclared: undefined }
  }
  if (!Array.isArray(value)) {
    const { declared, undeclared } = separate(value, below)
    return { declared, undeclared: undeclared ?? undefined }
  }
  const parts = value.map((element) => separateValue(element, below))
  const isAllDeclared = parts.every(({ undeclared }) => undeclared === undefined)
  return {
    declared: parts.map(({ declared }) => declared),
    undeclared: isAllDeclared ? undefined : parts.map(({ undeclared }) => undeclared ?? null),
  }
}
