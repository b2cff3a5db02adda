import type { QueueMessage } from '../../shared/batch/queue-message.ts'
import { aMessage } from './change-event.ts'
import { cutIntoBatches, type Delivery } from './histories.ts'
import type { ProjectorUnderTest } from './projector.ts'

/** A message that still comes back after so many rounds never settles. */
const ROUNDS_MAX = 50

/**
 * Delivers to several projectors at once, each its share of the batches; what comes back is
 * delivered again, after all others.
 *
 * @param afterBatch done by each projector after each of its batches.
 * @throws Error when a change goes to the DLQ or never settles.
 */
export async function deliverAll(
  { told, batchSizes }: Pick<Delivery, 'told' | 'batchSizes'>,
  projectors: readonly ProjectorUnderTest[],
  afterBatch: () => Promise<void> = async () => undefined,
): Promise<void> {
  let waiting: readonly QueueMessage[] = told.map((event) => aMessage(event))
  for (let round = 0; waiting.length > 0; round += 1) {
    if (round === ROUNDS_MAX) throw new Error(`${waiting.length} changes never settle.`)
    const back: QueueMessage[] = []
    const batches = cutIntoBatches(waiting, batchSizes)
    const shares = projectors.map(async (projector, share) => {
      for (const [place, batch] of batches.entries()) {
        if (place % projectors.length !== share) continue
        back.push(...(await projector.deliver(batch)))
        await afterBatch()
      }
    })
    await Promise.all(shares)
    waiting = back
  }
  const letters = projectors.flatMap(({ deadLetters }) => deadLetters.letters)
  if (letters.length > 0) throw new Error(`Dead letters: ${letters.map(({ code }) => code)}`)
}
