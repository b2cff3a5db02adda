/**
 * The keys of the cache. One cached thing, an item or a list, has up to three keys in one slot:
 *
 *   <prefix>:<kind>:{<id>}:v   its value
 *   <prefix>:<kind>:{<id>}:l   the lease of who is filling it
 *   <prefix>:<kind>:{<id>}:f   the floor: the newest change it was invalidated for
 */

/** What a value is cached for, without prefix: `order:{CUSTOMER#c-17|ORDER#o-204}`. */
export type CacheKey = `${string}:{${string}}`

export interface CacheEntryKeys {
  readonly value: string
  readonly lease: string
  readonly floor: string
}

/**
 * The key of an item (kind: the entity's name; parts: its key attributes in key-schema order), or of
 * whatever else the parts identify.
 *
 * Injective over its parts: `%` and `|` in a part are escaped as in a change event's id.
 *
 * @param parts texts; a number in DynamoDB's one spelling, binary as base64.
 */
export function cacheKey(kind: string, ...parts: readonly string[]): CacheKey {
  return cacheKeyOfId(kind, parts.map(escapePart).join('|'))
}

/** The key of an item by its change event's id. */
export function cacheKeyOfId(kind: string, id: string): CacheKey {
  // A slot is that of the text between the braces. A `}` would end it early; and without any text
  // there, each of the three keys would have a slot of its own. No id holds `%7D` or `%` by itself.
  // https://valkey.io/topics/cluster-spec/#hash-tags
  return `${kind}:{${id === '' ? '%' : id.replaceAll('}', '%7D')}}`
}

export function toEntryKeys(prefix: string, key: CacheKey): CacheEntryKeys {
  const entry = `${prefix}:${key}`
  return { value: `${entry}:v`, lease: `${entry}:l`, floor: `${entry}:f` }
}

function escapePart(part: string): string {
  return part.replaceAll('%', '%25').replaceAll('|', '%7C')
}
