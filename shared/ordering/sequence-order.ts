import { PoisonError } from '../errors/pipeline-error.ts'

/** The most digits that DynamoDB gives. https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_StreamRecord.html */
const SEQUENCE_DIGITS_MAX = 40

const DIGITS = new RegExp(`^[0-9]{1,${SEQUENCE_DIGITS_MAX}}$`)

/**
 * A sequence number as it is stored: 40 digits, so that text order is number order everywhere.
 * Takes a number of any layout and a snapshot's `"0"`.
 *
 * @throws PoisonError `record.sequence_invalid` when it is not 1 to 40 digits.
 */
export function padSequenceNumber(sequenceNumber: string): string {
  if (typeof sequenceNumber !== 'string' || !DIGITS.test(sequenceNumber)) {
    throw new PoisonError(
      'record.sequence_invalid',
      `A sequence number is 1 to ${SEQUENCE_DIGITS_MAX} digits.`,
    )
  }
  return sequenceNumber.padStart(SEQUENCE_DIGITS_MAX, '0')
}

/**
 * Orders two sequence numbers of one stream as whole numbers: negative when `a` is the earlier.
 *
 * @throws PoisonError `record.sequence_invalid` when one is not 1 to 40 digits.
 */
export function compareSequenceNumbers(a: string, b: string): -1 | 0 | 1 {
  return compareText(padSequenceNumber(a), padSequenceNumber(b))
}

/** Orders by code units, which for digits and for ISO times is their own order. */
export function compareText(a: string, b: string): -1 | 0 | 1 {
  if (a === b) return 0
  return a < b ? -1 : 1
}
