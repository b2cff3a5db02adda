import { ConfigError } from '../errors/pipeline-error.ts'
import type { EntityDefinition } from './entity-definition.ts'
import { findListMistakes } from './find-cache-mistakes.ts'
import { matchesPattern } from './matches-key.ts'
import { listKeyAttributes, type TableKeys } from './table-keys.ts'

/**
 * The entities of one table, checked against each other. Where two key patterns match an item, the
 * first one listed has it.
 *
 * @throws ConfigError `definitions.invalid` that names every mistake.
 */
export function defineEntities(
  definitions: readonly EntityDefinition[],
): readonly EntityDefinition[] {
  const mistakes = [
    ...(definitions.length === 0 ? ['none is given'] : []),
    ...sharing(definitions, 'name', ({ name }) => name),
    ...sharing(definitions, 'search index', ({ search }) => search.index),
    ...otherTables(definitions),
    ...otherColumnTypes(definitions),
    ...findListMistakes(definitions),
    ...coveredByEarlier(definitions),
  ]
  if (mistakes.length === 0) return definitions
  throw new ConfigError(
    'definitions.invalid',
    `The entity definitions are refused:\n- ${mistakes.join('\n- ')}`,
  )
}

function sharing(
  definitions: readonly EntityDefinition[],
  what: string,
  toValue: (definition: EntityDefinition) => string,
): string[] {
  return [...Map.groupBy(definitions, toValue)]
    .filter(([, ofOne]) => ofOne.length > 1)
    .map(([value, ofOne]) => `${listNames(ofOne)} have one ${what}, "${value}"`)
}

function otherTables(definitions: readonly EntityDefinition[]): string[] {
  const tables = Map.groupBy(definitions, ({ table }) => toText(table))
  return tables.size < 2
    ? []
    : [`${listNames(definitions)} are not of one table: ${[...tables.keys()].join('; ')}`]
}

/** The lake has one table: a column that two entities have is one column. */
function otherColumnTypes(definitions: readonly EntityDefinition[]): string[] {
  const columns = definitions.flatMap(({ name, lake }) =>
    Object.entries(lake?.columns ?? {}).map(([column, { type }]) => ({ column, type, name })),
  )
  return [...Map.groupBy(columns, ({ column }) => column)].flatMap(([column, ofOne]) => {
    const types = [...new Set(ofOne.map(({ type }) => type))]
    if (types.length < 2) return []
    return `${listNames(ofOne)} have a lake column ${column} of different types: ${types.join(', ')}`
  })
}

/** A pattern that matches another's text, its `*` taken as a letter, matches all that the other does. */
function coveredByEarlier(definitions: readonly EntityDefinition[]): string[] {
  return definitions.flatMap((later, place) => {
    const earlier = definitions.slice(0, place).find((candidate) => covers(candidate, later))
    return earlier
      ? [`${earlier.name} has every item of ${later.name}: list ${later.name} before it`]
      : []
  })
}

function covers(earlier: EntityDefinition, later: EntityDefinition): boolean {
  return Object.entries(earlier.key).every(([name, pattern]) =>
    matchesPattern(pattern, later.key[name] ?? ''),
  )
}

function listNames(definitions: readonly { readonly name: string }[]): string {
  return definitions.map(({ name }) => name).join(' and ')
}

function toText(table: TableKeys): string {
  return listKeyAttributes(table)
    .map(({ name, type }) => `${name} (${type})`)
    .join(', ')
}
