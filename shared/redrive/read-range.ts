import { compareSequenceNumbers } from '../ordering/index.ts'
import type { StreamRange } from './letter.ts'

/** A page of a shard. */
export interface StreamPage {
  readonly records: readonly StreamRecord[]
  /** Absent when the shard is closed and read to its end. */
  readonly next?: string
}

/** A record as a Pipe hands it over, as far as reading needs it. */
export interface StreamRecord {
  readonly dynamodb: { readonly SequenceNumber: string }
}

/** The stream's API. Its calls reject when it cannot be asked. */
export interface StreamPages {
  /** An iterator that begins at the range's first record, or why there is none: a code. */
  open(range: StreamRange): Promise<{ iterator: string } | { lost: string }>
  read(iterator: string): Promise<StreamPage | { lost: string }>
}

/** Empty pages in a row: a shard has gaps, but not many. After so many it has nothing more. */
const EMPTY_PAGES_MAX = 50

/**
 * The records from a range's first number to its last.
 *
 * A place that the stream does not know may be answered by the next record there is. So the first and
 * the last number have to be there, and as many records as the batch had: else something is lost, and
 * a letter that seemed done would have said nothing of it. It rejects when the stream cannot be asked.
 */
export async function readRange(
  range: StreamRange,
  pages: StreamPages,
): Promise<{ records: readonly StreamRecord[] } | { lost: string }> {
  const opened = await pages.open(range)
  if ('lost' in opened) return opened
  const records: StreamRecord[] = []
  let iterator: string | undefined = opened.iterator
  for (let empty = 0; iterator !== undefined && empty < EMPTY_PAGES_MAX; ) {
    const page: StreamPage | { lost: string } = await pages.read(iterator)
    if ('lost' in page) return page
    records.push(...page.records)
    if (reachesEnd(records, range)) return checkWhole(records, range)
    empty = page.records.length > 0 ? 0 : empty + 1
    iterator = page.next
  }
  return { lost: 'stream.range_unknown' }
}

function reachesEnd(records: readonly StreamRecord[], range: StreamRange): boolean {
  const last = records.at(-1)
  return last !== undefined && compareSequenceNumbers(numberOf(last), range.endSequenceNumber) >= 0
}

function checkWhole(
  read: readonly StreamRecord[],
  { startSequenceNumber, endSequenceNumber, batchSize }: StreamRange,
): { records: readonly StreamRecord[] } | { lost: string } {
  const records = read.filter(
    (record) =>
      compareSequenceNumbers(numberOf(record), startSequenceNumber) >= 0 &&
      compareSequenceNumbers(numberOf(record), endSequenceNumber) <= 0,
  )
  const [first, last] = [records[0], records.at(-1)]
  const isWhole =
    first !== undefined &&
    last !== undefined &&
    compareSequenceNumbers(numberOf(first), startSequenceNumber) === 0 &&
    compareSequenceNumbers(numberOf(last), endSequenceNumber) === 0 &&
    records.length >= batchSize
  return isWhole ? { records } : { lost: 'stream.range_unknown' }
}

function numberOf({ dynamodb }: StreamRecord): string {
  return dynamodb.SequenceNumber
}
