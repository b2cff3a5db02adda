import { compareSequenceNumbers, compareText } from './sequence-order.ts'

/** The part of a position that orders it among the changes of one item. */
export interface OrderedPosition {
  /** Stream label: the time at which the stream was created, `2026-11-01T00:00:00.000`. */
  readonly stream: string
  readonly sequenceNumber: string
}

/**
 * Orders two positions of one table: by the stream's label first, since a later stream only holds
 * later changes, then by the number. Negative when `a` is the earlier.
 *
 * @throws PoisonError `record.sequence_invalid` when a number is not 1 to 40 digits.
 */
export function comparePositions(a: OrderedPosition, b: OrderedPosition): -1 | 0 | 1 {
  const byNumber = compareSequenceNumbers(a.sequenceNumber, b.sequenceNumber)
  const byStream = compareText(a.stream, b.stream)
  return byStream === 0 ? byNumber : byStream
}
