import { isRecord } from '../json/is-record.ts'
import type { AttributeKind } from './attribute.ts'
import type { AttributePlace } from './attribute-place.ts'
import type { EntityDefinition } from './entity-definition.ts'
import type { SearchProperty } from './search-property.ts'

/** Names that a document's top level cannot have: OpenSearch's metadata fields and the two that sinks add. */
const RESERVED_NAMES: readonly string[] = [
  '_id',
  '_index',
  '_source',
  '_routing',
  '_ignored',
  '_version',
  '_seq_no',
  '_primary_term',
  '_field_names',
  '_nested_path',
  '_doc_count',
  '_size',
  '_cdc',
  '_other',
]

/**
 * OpenSearch types that take every value of a kind (a `long` with `ignore_malformed`), so that no
 * document is refused. What may be anything is only stored.
 */
const TYPES_OF_KIND: Record<AttributeKind, readonly string[]> = {
  text: ['keyword', 'text'],
  dateTime: ['date', 'keyword'],
  decimal: ['double', 'scaled_float', 'keyword'],
  integer: ['long', 'double', 'scaled_float', 'keyword'],
  flag: ['boolean', 'keyword'],
  binary: ['keyword'],
  textSet: ['keyword', 'text'],
  numberSet: ['double', 'scaled_float', 'keyword'],
  binarySet: ['keyword'],
  list: [],
  map: ['object', 'nested'],
  anything: [],
}

const INDEX_NAME = /^[a-z][a-z0-9]*([-_][a-z0-9]+)*$/

/** What is added to an index's name for its alias to write to and for its concrete indexes. */
const ADDED_TO_INDEX = /-(write|\d+)$/

/** Every reason why a definition's search mapping cannot be used, one sentence each. */
export function findSearchMistakes(
  definition: EntityDefinition,
  roots: readonly AttributePlace[],
): string[] {
  const { index, properties } = definition.search
  const reserved = roots.filter(({ name }) => RESERVED_NAMES.includes(name))
  return [
    ...(INDEX_NAME.test(index) ? [] : [`search.index: "${index}" is no lower-case index name`]),
    ...(ADDED_TO_INDEX.test(index)
      ? [`search.index: "${index}" ends like an alias or an index that is made from a name`]
      : []),
    ...reserved.map(({ name }) => `schema: ${name} is a name that documents reserve`),
    ...compareProperties(definition, roots, properties, 'search.properties'),
  ]
}

function compareProperties(
  definition: EntityDefinition,
  places: readonly AttributePlace[],
  properties: Readonly<Record<string, SearchProperty>>,
  at: string,
): string[] {
  const indexed = places.filter(({ path }) => definition.personalData[path] !== 'drop')
  const names = indexed.map(({ name }) => name)
  const extra = Object.keys(properties).filter((name) => !names.includes(name))
  return [
    ...extra.map((name) => `${at}: ${name} is not declared, or dropped`),
    ...indexed.flatMap((place) => {
      const property = Object.hasOwn(properties, place.name) ? properties[place.name] : undefined
      if (property === undefined) return `${at}: ${place.name} is missing`
      return compareProperty(definition, place, property, `${at}.${place.name}`)
    }),
  ]
}

function compareProperty(
  definition: EntityDefinition,
  place: AttributePlace,
  property: SearchProperty,
  at: string,
): string[] {
  if ('enabled' in property && property.enabled === false) return []
  const type = property.type ?? 'object'
  const treatment = definition.personalData[place.path]
  // A token or a mask is text, whatever it stands for.
  const allowed = TYPES_OF_KIND[treatment === undefined ? place.elementKind : 'text']
  if (allowed.length === 0) return [`${at}: ${place.elementKind} is only stored: use storedOnly`]
  if (!allowed.includes(type)) {
    const as = treatment === undefined ? '' : ` as ${treatment}`
    return [`${at}: ${type} does not take ${place.elementKind}${as}`]
  }
  if (type === 'long' && !('ignore_malformed' in property && property.ignore_malformed === true)) {
    return [`${at}: long refuses numbers beyond 64 bits without ignore_malformed: use wholeNumber`]
  }
  if (place.elementKind !== 'map') return []
  const below = 'properties' in property ? property.properties : undefined
  if (!isRecord(below)) return [`${at}: properties are missing`]
  return compareProperties(
    definition,
    place.children,
    below as typeof definition.search.properties,
    `${at}.properties`,
  )
}
