import type { MessageOutcome, QueueMessage } from '../../shared/batch/queue-message.ts'
import { readMessages } from '../../shared/batch/read-messages.ts'
import type { SearchIndex } from '../../shared/search/search-index.ts'
import { type PlaceChangesOptions, placeChanges } from './place-changes.ts'
import { writeNewest } from './write-newest.ts'

export interface ProjectBatchOptions extends PlaceChangesOptions {
  readonly searchIndex: SearchIndex
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
  const { placed, held } = await placeChanges(wanted, options)
  const written = await writeNewest(placed, { searchIndex: options.searchIndex, hasTime })
  return [...poison, ...held, ...written]
}
