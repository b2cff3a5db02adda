/**
 * Names of the stream API's errors that are no failures: reading goes on elsewhere.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_GetRecords.html
 */
const EXPIRED_ITERATOR = 'ExpiredIteratorException'
const TRIMMED_DATA = 'TrimmedDataAccessException'

/** The iterator is older than 15 minutes. */
export function isExpiredIterator(error: unknown): boolean {
  return error instanceof Error && error.name === EXPIRED_ITERATOR
}

/** The place that was asked for is older than 24 h. */
export function isTrimmedData(error: unknown): boolean {
  return error instanceof Error && error.name === TRIMMED_DATA
}
