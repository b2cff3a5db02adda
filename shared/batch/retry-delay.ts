/** The first delay; each further one is twice as long, up to the longest. */
export const RETRY_DELAY_SECONDS_FIRST = 5

/** The longest delay. SQS allows 12 hours in all since a receive; a person who has repaired a sink waits no longer than this. */
export const RETRY_DELAY_SECONDS_MAX = 15 * 60

/** How long a message keeps coming back before the queue's own redrive takes it, in the mean. */
export const RETRY_SPAN_SECONDS = 3 * 24 * 60 * 60

/**
 * How long a message that could not be applied stays out of sight, in whole seconds.
 *
 * Between half and all of `5 s * 2^(receiveCount - 1)`, at most 15 minutes: the lower half is
 * certain, so a sink that is down is left alone, and the upper half is random, so the messages of
 * one failed batch do not come back together.
 *
 * @param receiveCount how often the queue has handed the message out, 1 or more.
 * @param random from 0 (inclusive) to 1 (exclusive).
 */
export function retryDelaySeconds(receiveCount: number, random: number): number {
  const ceiling = delayCeilingSeconds(receiveCount)
  return Math.round(ceiling / 2 + (ceiling / 2) * random)
}

/**
 * The `maxReceiveCount` of a sink's queue: as many receives as it takes until the mean delays add
 * up to the span. With the least luck that is two thirds of the span, with the most four thirds.
 *
 * @param spanSeconds default: about three days, so that an outage of a day needs no redrive.
 */
export function maxReceiveCount(spanSeconds = RETRY_SPAN_SECONDS): number {
  let waitedSeconds = 0
  let count = 0
  while (waitedSeconds < spanSeconds) {
    count += 1
    waitedSeconds += delayCeilingSeconds(count) * 0.75
  }
  return count
}

function delayCeilingSeconds(receiveCount: number): number {
  const doubled = RETRY_DELAY_SECONDS_FIRST * 2 ** (receiveCount - 1)
  return Math.min(RETRY_DELAY_SECONDS_MAX, doubled)
}
