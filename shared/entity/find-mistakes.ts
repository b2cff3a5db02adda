import { type AttributePlace, flattenPlaces, listPlaces } from './attribute-place.ts'
import type { EntityDefinition } from './entity-definition.ts'
import { findCacheMistakes } from './find-cache-mistakes.ts'
import { findLakeMistakes } from './find-lake-mistakes.ts'
import { findSearchMistakes } from './find-search-mistakes.ts'
import { type KeyType, listKeyAttributes } from './table-keys.ts'

const NAME = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/

const KINDS_OF_KEY: Record<KeyType, readonly string[]> = {
  S: ['text', 'dateTime'],
  N: ['decimal', 'integer'],
  B: ['binary'],
}

const KINDS_TO_TOKEN: readonly string[] = ['text', 'dateTime', 'decimal', 'integer', 'binary']

/** Every reason why a definition cannot be used, one sentence each. */
export function findMistakes(definition: EntityDefinition): string[] {
  const roots = listPlaces(definition.schema.entries)
  const places = new Map(flattenPlaces(roots).map((place) => [place.path, place]))
  return [
    ...findNameMistakes(definition, [...places.values()]),
    ...findKeyMistakes(definition, places),
    ...findStateMistakes(definition, places),
    ...findPersonalDataMistakes(definition, places),
    ...findSearchMistakes(definition, roots),
    ...findLakeMistakes(definition, roots),
    ...findCacheMistakes(definition, roots),
  ]
}

function findNameMistakes(
  definition: EntityDefinition,
  places: readonly AttributePlace[],
): string[] {
  const mistakes = places.flatMap(({ path, name, kind }) => {
    if (name === '' || name.includes('.'))
      return `schema: "${path}" is a name that no path can hold`
    return kind === undefined ? `schema: ${path} is not made from the attribute vocabulary` : []
  })
  if (NAME.test(definition.name)) return mistakes
  return [`name: "${definition.name}" is not lower-case words joined by -`, ...mistakes]
}

function findKeyMistakes(
  { table, key }: EntityDefinition,
  places: ReadonlyMap<string, AttributePlace>,
): string[] {
  const attributes = listKeyAttributes(table)
  const names = attributes.map(({ name }) => name)
  const strangers = Object.keys(key).filter((name) => !names.includes(name))
  return [
    ...strangers.map((name) => `key: ${name} is no key attribute of the table`),
    ...attributes.flatMap(({ name, type }) => {
      const place = places.get(name)
      if (typeof key[name] !== 'string') return `key: no pattern for ${name}`
      if (place === undefined) return `schema: the key attribute ${name} is not declared`
      if (place.isOptional) return `schema: the key attribute ${name} cannot be optional`
      if (KINDS_OF_KEY[type].includes(place.kind)) return []
      return `schema: ${name} is declared as ${place.kind}, and the table's key is ${type}`
    }),
  ]
}

function findStateMistakes(
  { state }: EntityDefinition,
  places: ReadonlyMap<string, AttributePlace>,
): string[] {
  if (state === undefined) return []
  const place = places.get(state)
  if (place === undefined || place.name !== state) return [`state: ${state} is not declared`]
  return place.kind === 'text' ? [] : [`state: ${state} is not text`]
}

function findPersonalDataMistakes(
  { table, state, personalData }: EntityDefinition,
  places: ReadonlyMap<string, AttributePlace>,
): string[] {
  const keys = listKeyAttributes(table).map(({ name }) => name)
  const paths = Object.keys(personalData)
  const dropped = paths.filter((path) => personalData[path] === 'drop')
  return paths.flatMap((path) => {
    const kind = places.get(path)?.kind
    const treatment = personalData[path]
    const reason =
      (kind === undefined && 'is not declared') ||
      (keys.includes(path) && 'is a key attribute, whose value every sink needs') ||
      (path === state && 'is the state attribute, whose value transitions announce') ||
      (dropped.some((outer) => path.startsWith(`${outer}.`)) &&
        'lies inside a dropped attribute') ||
      (treatment === 'mask' && kind !== 'text' && `is ${kind}, and only text can be masked`) ||
      (treatment === 'token' &&
        !KINDS_TO_TOKEN.includes(kind ?? '') &&
        `is ${kind}, and only a single value can become a token`) ||
      (treatment !== 'drop' &&
        treatment !== 'mask' &&
        treatment !== 'token' &&
        'has a treatment other than drop, mask or token')
    return reason === false ? [] : [`personalData: ${path} ${reason}`]
  })
}
