import type { ReceivedChange } from '../batch/queue-message.ts'

/** What a batch without claim checks can weigh. https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html */
export const PORTION_BYTES_MAX = 6 * 1024 * 1024

/**
 * Parts of a batch, in its order, none of which weighs more with its images than a whole batch of
 * events that carry theirs: five hundred claim checks could stand for more than the function's memory.
 * A batch without any is one portion.
 */
export function toPortions(changes: readonly ReceivedChange[]): readonly ReceivedChange[][] {
  const portions: ReceivedChange[][] = []
  let room = 0
  for (const change of changes) {
    const bytes = change.message.body.length + (change.event.claimCheck?.bytes ?? 0)
    if (portions.length === 0 || bytes > room) {
      portions.push([])
      room = PORTION_BYTES_MAX
    }
    portions.at(-1)?.push(change)
    room -= bytes
  }
  return portions
}
