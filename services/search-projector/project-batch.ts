import type { MessageOutcome, QueueMessage } from '../../shared/batch/queue-message.ts'
import { readMessages } from '../../shared/batch/read-messages.ts'
import { applyRedeemed } from '../../shared/claim-check/apply-redeemed.ts'
import type { ClaimReader } from '../../shared/claim-check/claim-store.ts'
import type { SearchIndex } from '../../shared/search/search-index.ts'
import { type PlaceChangesOptions, placeChanges } from './place-changes.ts'
import { writeNewest } from './write-newest.ts'

export interface ProjectBatchOptions extends PlaceChangesOptions {
  readonly searchIndex: SearchIndex
  readonly claims: ClaimReader
}

/**
 * Brings a batch of changes into the index and says what became of each message.
 *
 * Changes that were parked are announced without an image: the index does not want them, so they
 * have no outcome and are done.
 *
 * @param hasTime false when there is no time for a further request to the index.
 */
export async function projectBatch(
  messages: readonly QueueMessage[],
  options: ProjectBatchOptions,
  hasTime: () => boolean,
): Promise<readonly MessageOutcome[]> {
  const { changes, poison } = readMessages(messages)
  const wanted = changes.filter(({ event }) => event.parked === undefined)
  const written = await applyRedeemed(wanted, { ...options, hasTime }, async (portion) => {
    const { placed, held } = await placeChanges(portion, options)
    return [...held, ...(await writeNewest(placed, { ...options, hasTime }))]
  })
  return [...poison, ...written]
}
