import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import { toCanonicalDecimal } from '../../shared/attribute-value/decimal.ts'
import { isBase64 } from '../../shared/attribute-value/decode-native.ts'
import { type CacheKey, cacheKeyOfId } from '../../shared/cache/cache-key.ts'
import type { EntityDefinition } from '../../shared/entity/entity-definition.ts'
import { matchesPattern } from '../../shared/entity/matches-key.ts'
import { type KeyAttribute, listKeyAttributes } from '../../shared/entity/table-keys.ts'
import { InputError } from '../command.ts'

/** What somebody asks the cache for. */
export interface WantedEntry {
  readonly kind: string
  readonly key: CacheKey
  readonly entity: EntityDefinition
  /** Of an item; a list has none. */
  readonly itemKey?: Readonly<Record<string, AttributeValue>>
}

export type WantedItem = WantedEntry & Required<Pick<WantedEntry, 'itemKey'>>

/**
 * Reads an id as change events write it, of an item or of a list.
 *
 * @param kind an entity, or a list that one declares; undefined: the first entity that it fits.
 * @throws InputError when there is no such kind, or the id is none of it.
 */
export function findWantedEntry(
  definitions: readonly EntityDefinition[],
  id: string,
  kind: string | undefined,
): WantedEntry {
  const entities = definitions.filter(({ name }) => kind === undefined || name === kind)
  for (const entity of entities) {
    const itemKey = parseItemId(entity, id)
    if (itemKey !== undefined) return { ...toEntry(entity, entity.name, id), itemKey }
  }
  if (entities.length > 0) throw new InputError(describeWrongId(entities, id))

  const owner = definitions.find((entity) => listKinds(entity).includes(kind ?? ''))
  if (kind === undefined || owner === undefined) {
    const kinds = definitions.flatMap((entity) => [entity.name, ...listKinds(entity)])
    throw new InputError(`There is no kind "${kind}"; there is ${kinds.join(', ')}.`)
  }
  const by = owner.cache?.fanOut[kind]?.by ?? []
  if (parseParts(id, by.length) === undefined) {
    throw new InputError(`"${id}" is no id of ${kind}: that is the item's ${by.join('|')}.`)
  }
  return toEntry(owner, kind, id)
}

/** Of a list there is no item. */
export function isItem(wanted: WantedEntry): wanted is WantedItem {
  return wanted.itemKey !== undefined
}

/** The lists that an entity declares. */
export function listKinds({ cache }: EntityDefinition): readonly string[] {
  return Object.keys(cache?.fanOut ?? {})
}

function toEntry(entity: EntityDefinition, kind: string, id: string): WantedEntry {
  return { entity, kind, key: cacheKeyOfId(kind, id) }
}

/** Undefined when it is no id of this entity. */
function parseItemId(
  { key, table }: EntityDefinition,
  id: string,
): Record<string, AttributeValue> | undefined {
  const attributes = listKeyAttributes(table)
  const texts = parseParts(id, attributes.length)
  if (texts === undefined) return undefined
  const itemKey: Record<string, AttributeValue> = {}
  for (const [index, attribute] of attributes.entries()) {
    const text = texts[index] ?? ''
    const value = toKeyValue(attribute, text)
    const pattern = key[attribute.name] ?? '*'
    if (value === undefined || !matchesPattern(pattern, text)) return undefined
    itemKey[attribute.name] = value
  }
  return itemKey
}

/** Undefined when there are not so many, or one of them is not escaped as an id's are. */
function parseParts(id: string, count: number): string[] | undefined {
  const parts = id.split('|')
  const isEscaped = parts.every((part) => /^([^%]|%25|%7C)+$/.test(part))
  if (parts.length !== count || !isEscaped) return undefined
  return parts.map((part) => part.replaceAll('%7C', '|').replaceAll('%25', '%'))
}

function toKeyValue({ type }: KeyAttribute, text: string): AttributeValue | undefined {
  if (type === 'S') return { S: text }
  if (type === 'N') return toCanonicalDecimal(text) === text ? { N: text } : undefined
  return isBase64(text) ? { B: Buffer.from(text, 'base64') } : undefined
}

function describeWrongId(entities: readonly EntityDefinition[], id: string): string {
  const forms = entities.map(({ key, table, name }) => {
    const patterns = listKeyAttributes(table).map((attribute) => key[attribute.name] ?? '*')
    return `of ${name}, as '${patterns.join('|')}'`
  })
  return `"${id}" is no id ${forms.join(', or ')} (with quotes, for the shell).`
}
