import type { AttributePlace } from './attribute-place.ts'
import type { EntityDefinition } from './entity-definition.ts'
import { CLOSED_SECONDS_MAX, type FanOut, LIST_KINDS } from './fan-out.ts'

/** As an entity's name, since both stand at the same place of a key. */
const KIND = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/

/** Every reason why a definition's cached lists cannot be used, one sentence each. */
export function findCacheMistakes(
  { name, cache, personalData }: EntityDefinition,
  roots: readonly AttributePlace[],
): string[] {
  return Object.entries(cache?.fanOut ?? {}).flatMap(([kind, { by, closedSeconds = 0 }]) => {
    const at = `cache.fanOut.${kind}`
    const isSpan = Number.isInteger(closedSeconds) && closedSeconds >= 0
    return [
      ...(KIND.test(kind) ? [] : [`${at}: the kind is not lower-case words joined by -`]),
      ...(kind === name ? [`${at}: the items themselves are cached under this kind`] : []),
      ...(by.length === 0 ? [`${at}: by names no attribute`] : []),
      ...(new Set(by).size < by.length ? [`${at}: by names an attribute twice`] : []),
      ...(isSpan && closedSeconds <= CLOSED_SECONDS_MAX
        ? []
        : [`${at}: closedSeconds is not a whole number from 0 to ${CLOSED_SECONDS_MAX}`]),
      ...by.flatMap((attribute) => {
        const reason = refuseAttribute(attribute, roots, personalData)
        return reason === undefined ? [] : [`${at}: ${attribute} ${reason}`]
      }),
    ]
  })
}

function refuseAttribute(
  attribute: string,
  roots: readonly AttributePlace[],
  personalData: EntityDefinition['personalData'],
): string | undefined {
  const place = roots.find(({ path }) => path === attribute)
  if (place === undefined) return 'is not declared, or lies inside another attribute'
  // The application, which makes the same key, has the value itself; a change event has not.
  if (personalData[attribute] !== undefined) return 'is personal data'
  const takes: readonly string[] = LIST_KINDS
  return takes.includes(place.kind) ? undefined : `is ${place.kind}, and a key is made of one value`
}

interface DeclaredList extends FanOut {
  readonly kind: string
  readonly entity: string
}

/** Mistakes that only show where all entities of a table are seen: a kind means one thing. */
export function findListMistakes(definitions: readonly EntityDefinition[]): string[] {
  const names = definitions.map(({ name }) => name)
  const lists: DeclaredList[] = definitions.flatMap(({ name, cache }) =>
    Object.entries(cache?.fanOut ?? {}).map(([kind, list]) => ({ ...list, kind, entity: name })),
  )
  const namesakes = lists.filter(({ kind, entity }) => kind !== entity && names.includes(kind))
  return [
    ...namesakes.map(
      ({ kind, entity }) => `${entity} has a cached list ${kind}, and an entity has that name`,
    ),
    ...[...Map.groupBy(lists, ({ kind }) => kind)].flatMap(([kind, ofOne]) => {
      const owners = ofOne.map(({ entity }) => entity).join(' and ')
      const isOne = (of: (list: DeclaredList) => number) => new Set(ofOne.map(of)).size === 1
      return [
        ...(isOne(({ by }) => by.length)
          ? []
          : [`${owners} have a cached list ${kind} of keys with different numbers of parts`]),
        ...(isOne(({ closedSeconds = 0 }) => closedSeconds)
          ? []
          : [`${owners} have a cached list ${kind} of different closedSeconds`]),
      ]
    }),
  ]
}
