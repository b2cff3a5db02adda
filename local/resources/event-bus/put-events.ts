import { AwsError } from '../../endpoints/aws-json.ts'
import type { EventBus } from './event-bus.ts'
import { PUT_EVENTS_BYTES_MAX, PUT_EVENTS_ENTRIES_MAX, TIME_BYTES } from './limits.ts'
import type { PutEventsEntry } from './put-events-entry.ts'
import { toBody, toBusEvent } from './to-bus-event.ts'

export type PutEventsResultEntry =
  | { readonly EventId: string }
  | { readonly ErrorCode: string; readonly ErrorMessage: string }

export interface PutEventsResult {
  readonly FailedEntryCount: number
  readonly Entries: readonly PutEventsResultEntry[]
}

/** Where the entries can go, and what time an entry without one gets. */
export interface BusesAndTime {
  readonly buses: ReadonlyMap<string, EventBus>
  readonly now: () => number
}

/**
 * Publishes up to ten entries, each of which succeeds or fails by itself.
 *
 * @throws AwsError when the call as a whole is refused.
 */
export async function putEvents(
  entries: readonly PutEventsEntry[],
  { buses, now }: BusesAndTime,
): Promise<PutEventsResult> {
  if (entries.length < 1 || entries.length > PUT_EVENTS_ENTRIES_MAX) {
    throw new AwsError(
      'ValidationException',
      `PutEvents takes 1 to ${PUT_EVENTS_ENTRIES_MAX} entries, not ${entries.length}`,
    )
  }
  const bytes = entries.reduce((sum, entry) => sum + entryBytes(entry), 0)
  if (bytes > PUT_EVENTS_BYTES_MAX) {
    throw new AwsError(
      'ValidationException',
      `Total size of the entries in the request is over the limit: ${bytes} bytes`,
    )
  }

  const results = entries.map((entry) => putEntry(entry, { buses, now }))
  const failed = results.filter((result) => 'ErrorCode' in result)
  return { FailedEntryCount: failed.length, Entries: results }
}

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html, "Calculating event entry size" */
function entryBytes({ Source, DetailType, Detail, Time, Resources }: PutEventsEntry): number {
  const resources = Array.isArray(Resources) ? (Resources as unknown[]) : []
  const texts = [Source, DetailType, Detail, ...resources].filter(
    (text) => typeof text === 'string',
  )
  return texts.reduce(
    (sum, text) => sum + Buffer.byteLength(text),
    Time === undefined ? 0 : TIME_BYTES,
  )
}

function putEntry(entry: PutEventsEntry, { buses, now }: BusesAndTime): PutEventsResultEntry {
  try {
    const bus = findBus(entry.EventBusName, buses)
    const event = toBusEvent(entry, now)
    if (!bus.publish(event, toBody(event, entry))) {
      throw new AwsError('ThrottlingException', 'Too many events are on their way to targets')
    }
    return { EventId: event.id }
  } catch (error) {
    if (!(error instanceof AwsError)) throw error
    return { ErrorCode: error.type, ErrorMessage: error.message }
  }
}

function findBus(name: unknown, buses: ReadonlyMap<string, EventBus>): EventBus {
  const bus = [...buses.values()].find((one) => one.arn === name || one.name === name)
  if (bus) return bus
  throw new AwsError(
    'ResourceNotFoundException',
    `Event bus ${name === undefined ? 'default' : String(name)} is not in this stack`,
  )
}
