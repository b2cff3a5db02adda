import { isRecord } from '../../../../shared/json/is-record.ts'
import type { PutEventsResultEntry } from '../../event-bus/put-events.ts'
import type { Pipe } from '../pipe.ts'
import type { ReadRecord } from '../stream/read-record.ts'
import { isServiceErrorCode } from './execution-failure.ts'
import type { ExecutionResult } from './execution-result.ts'
import { toPutEventsEntry } from './to-put-events-entry.ts'

type FailedEntry = Extract<PutEventsResultEntry, { ErrorCode: string }>

/**
 * Puts the items of a batch on the bus. Which records are left when it refuses some of them is told
 * by the items' `eventID`.
 *
 * @throws when the call as a whole was refused, or an item makes no entry.
 */
export async function publish(
  items: readonly unknown[],
  records: readonly ReadRecord[],
  pipe: Pipe,
): Promise<ExecutionResult> {
  const entries = items.map((item) => toPutEventsEntry(item, pipe.settings.target, pipe.busArn))
  const { FailedEntryCount, Entries } = await pipe.putEvents(entries)
  if (FailedEntryCount === 0) return { done: records, left: [] }

  const failures = Entries.filter((entry) => 'ErrorCode' in entry)
  const failedItems = items.filter((_, index) => isFailed(Entries[index]))
  const left = recordsOf(failedItems, records)
  const caller = failures.find(({ ErrorCode }) => !isServiceErrorCode(ErrorCode))
  const told = caller ?? failures[0]
  const reason = told ? `${told.ErrorCode}: ${told.ErrorMessage}` : 'no reason given'
  return {
    done: records.filter((record) => !left.includes(record)),
    left,
    failure: {
      stage: 'target',
      fault: caller === undefined ? 'internal' : 'customer',
      isRefusal: caller !== undefined,
      message: `${FailedEntryCount} of ${items.length} events were refused: ${reason}`,
    },
  }
}

function isFailed(entry: PutEventsResultEntry | undefined): entry is FailedEntry {
  return entry === undefined || 'ErrorCode' in entry
}

/** All of them, when one of the items does not tell whose it is. */
function recordsOf(
  items: readonly unknown[],
  records: readonly ReadRecord[],
): readonly ReadRecord[] {
  const eventIds = new Set(items.map((item) => (isRecord(item) ? item.eventID : undefined)))
  const found = records.filter(({ source }) => eventIds.has(source.eventID))
  return found.length === eventIds.size ? found : records
}
