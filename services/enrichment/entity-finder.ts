import { defineEntities } from '../../shared/entity/define-entities.ts'
import type { EntityDefinition } from '../../shared/entity/entity-definition.ts'
import type { ItemKey } from '../../shared/entity/item-key.ts'
import { matchesKey } from '../../shared/entity/matches-key.ts'
import type { TableKeys } from '../../shared/entity/table-keys.ts'
import { createImageCheck, type ImageCheck } from './check-image.ts'
import { type AttributePlans, planEntity } from './entity-plan.ts'

/** A definition and what is worked out from it once. */
export interface Entity {
  readonly definition: EntityDefinition
  readonly plans: AttributePlans
  readonly imageCheck: ImageCheck
}

export interface EntityFinder {
  readonly table: TableKeys
  /** The first entity listed whose key pattern matches; undefined when the item is of none. */
  readonly find: (key: ItemKey) => Entity | undefined
}

/**
 * Prepares the definitions for looking up records.
 *
 * @throws ConfigError `definitions.invalid` when they do not fit together.
 */
export function createEntityFinder(definitions: readonly EntityDefinition[]): EntityFinder {
  const [first] = defineEntities(definitions)
  if (first === undefined) throw new Error('defineEntities takes no empty list')
  const entities = definitions.map((definition) => ({
    definition,
    plans: planEntity(definition),
    imageCheck: createImageCheck(definition),
  }))
  return {
    table: first.table,
    find: (key) => entities.find(({ definition }) => matchesKey(definition, key)),
  }
}
