import type { OrderedPosition } from '../ordering/compare-positions.ts'
import { padSequenceNumber } from '../ordering/sequence-order.ts'

/**
 * A position as a floor holds it: `<stream label>/<40 digits>`.
 *
 * @throws PoisonError `record.sequence_invalid` when the number is not 1 to 40 digits.
 */
export function toFloor({ stream, sequenceNumber }: OrderedPosition): string {
  return `${stream}/${padSequenceNumber(sequenceNumber)}`
}
