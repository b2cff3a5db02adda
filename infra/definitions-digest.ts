import { createHash } from 'node:crypto'
import { SEARCH_ALIAS, toIndexMapping } from '../services/search-index/index-mapping.ts'
import type { EntityDefinition } from '../shared/entity/entity-definition.ts'

/** The digest is about what is derived from the definitions, not about streams. */
const NO_STREAM = { codec: null, lineages: [] } as const

/**
 * Changes whenever a change of the definitions, or of how they become mappings, changes an index:
 * CloudFormation calls the function that sets up the index only when a property of the custom
 * resource differs.
 *
 * @returns 64 lower-case hexadecimal digits.
 */
export function definitionsDigest(definitions: readonly EntityDefinition[]): string {
  const indexes = definitions.map((definition) => ({
    index: definition.search.index,
    alias: SEARCH_ALIAS,
    mapping: toIndexMapping(definition, NO_STREAM),
  }))
  return createHash('sha256').update(canonicalJson(indexes)).digest('hex')
}

/** JSON with sorted names, so that the order in which properties are written does not count. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_name, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )
}
