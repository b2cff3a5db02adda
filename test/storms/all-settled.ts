/**
 * Waits for all of them, however one ends: what works on while somebody else tidies up would meet a
 * pipeline that is closing.
 *
 * @throws the first one's reason, in the order in which they are given.
 */
export async function allSettled(works: readonly Promise<void>[]): Promise<void> {
  for (const one of await Promise.allSettled(works)) {
    if (one.status === 'rejected') throw one.reason
  }
}
