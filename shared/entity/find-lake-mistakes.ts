import type { AttributePlace } from './attribute-place.ts'
import type { EntityDefinition } from './entity-definition.ts'
import { RESERVED_COLUMNS, takesKind } from './lake-column.ts'

/** Athena reads column names in lower case; the underscore is what it allows beside letters and digits. */
const COLUMN_NAME = /^[a-z][a-z0-9]*(_[a-z0-9]+)*$/

/** Every reason why a definition's lake columns cannot be used, one sentence each. */
export function findLakeMistakes(
  { lake, personalData }: EntityDefinition,
  roots: readonly AttributePlace[],
): string[] {
  return Object.entries(lake?.columns ?? {}).flatMap(([name, { attribute, type }]) => {
    const at = `lake.columns.${name}`
    if (!COLUMN_NAME.test(name)) return [`${at}: the name is not lower-case words joined by _`]
    if (RESERVED_COLUMNS.includes(name)) return [`${at}: the lake has a column of that name`]
    const place = findPlace(roots, attribute)
    if (typeof place === 'string') return [`${at}: ${place}`]
    const treatment = personalData[attribute]
    if (isDropped(personalData, attribute)) return [`${at}: ${attribute} is dropped`]
    // A token or a mask is text, whatever it stands for.
    if (takesKind(type, treatment === undefined ? place.kind : 'text')) return []
    const as = treatment === undefined ? '' : ` as ${treatment}`
    return [`${at}: ${type} does not take ${place.kind}${as}`]
  })
}

/** The place that a path names; or, in words, why it names none. */
function findPlace(places: readonly AttributePlace[], path: string): AttributePlace | string {
  const inner = places.find((place) => path === place.path || path.startsWith(`${place.path}.`))
  if (inner === undefined) return `${path} is not declared`
  if (inner.path === path) return inner
  return inner.kind === 'list'
    ? `${path} lies in a list, and has no one value: read it from \`after\``
    : findPlace(inner.children, path)
}

function isDropped(personalData: EntityDefinition['personalData'], path: string): boolean {
  return Object.entries(personalData).some(
    ([treated, treatment]) =>
      treatment === 'drop' && (path === treated || path.startsWith(`${treated}.`)),
  )
}
