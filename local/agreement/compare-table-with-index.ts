import { isDeepStrictEqual } from 'node:util'
import type { EntityDefinition } from '../../shared/entity/entity-definition.ts'
import { createItemProjector } from './project-item.ts'
import { readIndex } from './read-index.ts'
import { scanTable } from './scan-table.ts'

/** Ids only: an item's attributes are nobody's business here. */
export interface Agreement {
  /** Items of a declared entity in the table. */
  readonly items: number
  /** Documents that a search can find. */
  readonly documents: number
  /** In the table, not in the index. */
  readonly missing: readonly string[]
  /** In both, and they differ. */
  readonly different: readonly string[]
  /** In the index, not in the table. */
  readonly ghosts: readonly string[]
  /** Items that fit no schema: their newest image is parked, and the index owes nothing for them. */
  readonly unfit: readonly string[]
}

export interface AgreementOptions {
  readonly endpoints: { readonly dynamodb: string; readonly opensearch: string }
  readonly region: string
  readonly tableName: string
  readonly definitions: readonly EntityDefinition[]
  readonly tokenKey: { readonly keyId: string; readonly key: string }
}

/** Reads the whole table and the whole index and says where they differ. */
export async function compareTableWithIndex(options: AgreementOptions): Promise<Agreement> {
  const project = createItemProjector(options)
  const expected = new Map<string, unknown>()
  const unfit: string[] = []
  for await (const item of scanTable(options)) {
    const projected = project(item)
    if (projected === undefined) continue
    if (projected.image === undefined) unfit.push(projected.id)
    else expected.set(projected.id, projected.image)
  }
  const found = new Map<string, unknown>()
  for (const { search } of options.definitions) {
    for await (const { id, image } of readIndex(options.endpoints.opensearch, search.index)) {
      found.set(id, image)
    }
  }
  const ids = [...expected.keys()]
  return {
    items: expected.size + unfit.length,
    documents: found.size,
    missing: ids.filter((id) => !found.has(id)),
    different: ids.filter(
      (id) => found.has(id) && !isDeepStrictEqual(found.get(id), expected.get(id)),
    ),
    ghosts: [...found.keys()].filter((id) => !expected.has(id) && !unfit.includes(id)),
    unfit,
  }
}

/** True when every item that fits its schema is in the index as it is in the table, and nothing else is. */
export function agrees({ missing, different, ghosts }: Agreement): boolean {
  return missing.length + different.length + ghosts.length === 0
}
