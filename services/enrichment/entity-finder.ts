import type { EntityDefinition } from '../../shared/entity/entity-definition.ts'
import type { ItemKey } from '../../shared/entity/item-key.ts'
import { matchesKey } from '../../shared/entity/matches-key.ts'
import { listKeyAttributes, type TableKeys } from '../../shared/entity/table-keys.ts'
import { ConfigError } from '../../shared/errors/pipeline-error.ts'
import { type AttributePlans, planEntity } from './entity-plan.ts'

/** A definition and what is worked out from it once. */
export interface Entity {
  readonly definition: EntityDefinition
  readonly plans: AttributePlans
}

export interface EntityFinder {
  readonly table: TableKeys
  /** The first entity listed whose key pattern matches; undefined when the item is of none. */
  readonly find: (key: ItemKey) => Entity | undefined
}

/**
 * Prepares the definitions for looking up records.
 *
 * @throws ConfigError `definitions.invalid` when there is none, when two share a name or an index,
 *   or when they are not of one table.
 */
export function createEntityFinder(definitions: readonly EntityDefinition[]): EntityFinder {
  const [first] = definitions
  if (first === undefined) throw refused('none is given')
  if (hasTwice(definitions.map(({ name }) => name))) throw refused('two have one name')
  if (hasTwice(definitions.map(({ search }) => search.index))) throw refused('two have one index')
  if (definitions.some(({ table }) => toText(table) !== toText(first.table))) {
    throw refused('they are not of one table')
  }
  const entities = definitions.map((definition) => ({ definition, plans: planEntity(definition) }))
  return {
    table: first.table,
    find: (key) => entities.find(({ definition }) => matchesKey(definition, key)),
  }
}

function hasTwice(values: readonly string[]): boolean {
  return new Set(values).size < values.length
}

function toText(table: TableKeys): string {
  return listKeyAttributes(table)
    .map(({ name, type }) => `${type} ${name}`)
    .join(', ')
}

function refused(reason: string): ConfigError {
  return new ConfigError('definitions.invalid', `The entity definitions are refused: ${reason}.`)
}
