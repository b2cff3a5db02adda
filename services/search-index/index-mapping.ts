import type { EntityDefinition } from '../../shared/entity/entity-definition.ts'
import type { IndexAlias, IndexMapping } from '../../shared/search/index-admin.ts'
import type { IndexContract } from '../../shared/search/index-contract.ts'

/** Where a change stands: the part of every document that Tailrace itself puts there. */
const CDC = {
  properties: {
    id: { type: 'keyword' },
    seq: { type: 'keyword' },
    stream: { type: 'keyword' },
    table: { type: 'keyword' },
    op: { type: 'keyword' },
    time: { type: 'date' },
    eventID: { type: 'keyword' },
    deleted: { type: 'boolean' },
  },
}

/** Undeclared attributes, when they are kept: stored and not looked at, so no name or type is refused. */
const OTHER = { type: 'object', enabled: false }

/** Keeps tombstones from those who search. A read by id still finds them. */
export const SEARCH_ALIAS: IndexAlias = {
  filter: { bool: { must_not: { term: { '_cdc.deleted': true } } } },
}

/**
 * The mapping of an entity's index. Only what is declared is indexed (`dynamic: false`), so an item
 * never changes a field's type.
 */
export function toIndexMapping(
  { search }: EntityDefinition,
  { codec, lineages }: IndexContract,
): IndexMapping {
  return {
    dynamic: false,
    _meta: { codec, lineages },
    properties: { ...search.properties, _cdc: CDC, _other: OTHER },
  }
}
