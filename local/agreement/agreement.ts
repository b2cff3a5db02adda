import { isDeepStrictEqual } from 'node:util'
import type { ExpectedImages } from './expected-images.ts'

/** How a sink differs from the table. Ids only: an item's attributes are nobody's business here. */
export interface Agreement {
  /** Items of a declared entity in the table. */
  readonly items: number
  /** Items that the sink holds: documents that a search can find, or current items of the lake. */
  readonly documents: number
  /** In the table, not in the sink. */
  readonly missing: readonly string[]
  /** In both, and they differ. */
  readonly different: readonly string[]
  /** In the sink, not in the table. */
  readonly ghosts: readonly string[]
  /** Items that fit no schema: their newest image is parked, and the sink owes nothing for them. */
  readonly unfit: readonly string[]
}

/** Says where a sink's images differ from those that the table asks for. */
export function findAgreement(
  { images, unfit }: ExpectedImages,
  found: ReadonlyMap<string, unknown>,
): Agreement {
  const ids = [...images.keys()]
  return {
    items: images.size + unfit.length,
    documents: found.size,
    missing: ids.filter((id) => !found.has(id)),
    different: ids.filter(
      (id) => found.has(id) && !isDeepStrictEqual(found.get(id), images.get(id)),
    ),
    ghosts: [...found.keys()].filter((id) => !images.has(id) && !unfit.includes(id)),
    unfit,
  }
}

/** What a sink has otherwise than the table. */
interface Differences extends Pick<Agreement, 'different' | 'ghosts'> {
  /** Not of a cache, which may lack any item. */
  readonly missing?: readonly string[]
}

/** True when the sink holds every item that fits its schema as the table does, and nothing else. */
export function agrees({ missing = [], different, ghosts }: Differences): boolean {
  return missing.length + different.length + ghosts.length === 0
}
