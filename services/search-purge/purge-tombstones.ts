import type { TombstoneIndex } from '../../shared/search/tombstone-index.ts'

/** Found and removed in one go: small enough that a request ends well within its time. */
const PAGE = 500

export interface PurgeOptions {
  readonly tombstones: TombstoneIndex
  /** Indexes without their suffix. */
  readonly indexes: readonly string[]
  /** Tombstones of removals made before it are forgotten. ISO 8601. */
  readonly before: string
  /** False when no further request may be begun: what is left is for the next run. */
  readonly hasTime: () => boolean
}

export interface Purged {
  readonly index: string
  readonly purged: number
  /** False when there was no time for all. */
  readonly complete: boolean
}

/**
 * Forgets removals that nothing can bring back any more: every event that is older than the tombstone
 * is gone from wherever it could have waited.
 *
 * An item that was written again meanwhile holds a document in the tombstone's place and keeps it.
 */
export async function purgeTombstones(options: PurgeOptions): Promise<readonly Purged[]> {
  const results: Purged[] = []
  for (const index of options.indexes) results.push(await purgeIndex(index, options))
  return results
}

async function purgeIndex(
  index: string,
  { tombstones, before, hasTime }: PurgeOptions,
): Promise<Purged> {
  let purged = 0
  while (hasTime()) {
    const page = await tombstones.findTombstones(index, before, PAGE)
    const removed = page.length === 0 ? 0 : await tombstones.removeTombstones(page)
    purged += removed
    // Where none of a page went, each was written over: the next run sees what they are now.
    if (page.length < PAGE || removed === 0) return { index, purged, complete: true }
  }
  return { index, purged, complete: false }
}
