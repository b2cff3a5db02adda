import type { EntityDefinition } from '../entity/entity-definition.ts'
import { newestPerItem } from './newest-per-item.ts'

/** The prepared statement that answers the items as they were at a moment. */
export const AS_OF = 'as_of'

/**
 * The view `current`, of the changes up to a moment and including it. Its one parameter is an RFC
 * 3339 date and time: `EXECUTE as_of USING '2026-11-21T12:00:00Z'`.
 *
 * By the changes' own times, which are whole seconds: all of a second, or none of it.
 */
export function asOfSql(definitions: readonly EntityDefinition[]): string {
  return newestPerItem(definitions, 'from_iso8601_timestamp(time) <= from_iso8601_timestamp(?)')
}
