import type { EntityDefinition } from '../../shared/entity/entity-definition.ts'
import type { Found, Hit } from './query-index.ts'
import { toTable } from './table.ts'

/** The documents as JSON, one a line. */
export function toJsonLines({ hits }: Found): readonly string[] {
  return hits.map(({ document }) => JSON.stringify(document))
}

/** A table for a person, and how many there are. */
export function toTextLines(found: Found, entity: EntityDefinition): readonly string[] {
  const rows = found.hits.map((hit) => toRow(hit, entity))
  return [...toTable(rows), summary(found.hits.length, found.total)]
}

/** The item's top-level values that fit a cell; its lists and maps are for `--json`. */
function toRow({ id, document }: Hit, { table }: EntityDefinition): Record<string, string> {
  const keys = [table.partitionKey.name, table.sortKey?.name]
  const cells = Object.entries(document)
    .filter(([name, value]) => !keys.includes(name) && typeof value !== 'object')
    .map(([name, value]) => [name, String(value)])
  return { id, ...Object.fromEntries(cells) }
}

function summary(shown: number, total: number): string {
  if (total === 0) return 'No documents found.'
  const documents = `${total} document${total === 1 ? '' : 's'}`
  return shown < total ? `${documents} found, ${shown} shown (see --size)` : `${documents} found`
}
