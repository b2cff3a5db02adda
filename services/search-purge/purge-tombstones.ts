import type { TombstoneIndex } from '../../shared/search/tombstone-index.ts'

/** Found and removed in one go: small enough that a request ends well within its time. */
const PAGE = 500

export interface PurgeOptions {
  readonly tombstones: TombstoneIndex
  /** Index without its suffix. */
  readonly index: string
  /** Tombstones of removals made before it are forgotten. ISO 8601. */
  readonly before: string
  /** False when no further request may be begun: what is left is for the next run. */
  readonly hasTime: () => boolean
}

export interface Purged {
  readonly index: string
  readonly purged: number
  /** False when some are left for the next run: there was no time, or others wrote over a page. */
  readonly complete: boolean
}

/**
 * Forgets removals of one index that nothing on its way can bring back any more: every older event
 * has left the queues it could have waited in.
 *
 * An item that was written again meanwhile holds a document in the tombstone's place and keeps it.
 */
export async function purgeTombstones(options: PurgeOptions): Promise<Purged> {
  const { tombstones, index, before, hasTime } = options
  let purged = 0
  while (hasTime()) {
    const page = await tombstones.findTombstones(index, before, PAGE)
    const removed = page.length === 0 ? 0 : await tombstones.removeTombstones(page)
    purged += removed
    if (page.length < PAGE) return { index, purged, complete: true }
    // Where none of a page went, each was written over: the next run sees what they are now.
    if (removed === 0) break
  }
  return { index, purged, complete: false }
}
