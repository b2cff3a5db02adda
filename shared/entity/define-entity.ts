import { ConfigError } from '../errors/pipeline-error.ts'
import type { AttributeEntries } from './attribute.ts'
import type { EntityDefinition } from './entity-definition.ts'
import { findMistakes } from './find-mistakes.ts'
import type { TableKeys } from './table-keys.ts'
import type { TypedDefinition } from './typed-definition.ts'

/**
 * Declares one kind of item. Attribute paths, key attributes and the search mapping are checked
 * against the schema when the code is compiled, and all of it again when it runs.
 *
 * @throws ConfigError `definition.invalid` that names every mistake.
 */
export function defineEntity<
  const Table extends TableKeys,
  Entries extends AttributeEntries,
  const Personal,
  const State extends string = never,
>(definition: TypedDefinition<Table, Entries, State, Personal>): EntityDefinition {
  return checkDefinition(definition as unknown as EntityDefinition)
}

/**
 * The run-time half of `defineEntity`, for a definition that no compiler has seen.
 *
 * @throws ConfigError `definition.invalid` that names every mistake.
 */
export function checkDefinition(definition: EntityDefinition): EntityDefinition {
  const mistakes = findMistakes(definition)
  if (mistakes.length > 0) {
    throw new ConfigError(
      'definition.invalid',
      `The definition of ${definition.name} is refused:\n- ${mistakes.join('\n- ')}`,
    )
  }
  return Object.freeze({ ...definition })
}
