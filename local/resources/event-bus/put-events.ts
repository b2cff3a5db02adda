import { randomUUID } from 'node:crypto'
import { AwsError } from '../../endpoints/aws-json.ts'
import { ACCOUNT_ID, REGION } from '../../template/stack-names.ts'
import type { BusEvent } from './bus-event.ts'
import type { EventBus } from './event-bus.ts'
import {
  DETAIL_TYPE_LENGTH_MAX,
  PUT_EVENTS_BYTES_MAX,
  PUT_EVENTS_ENTRIES_MAX,
  RESERVED_SOURCE,
  SOURCE_LENGTH_MAX,
  TIME_BYTES,
} from './limits.ts'
import { parseDetail } from './parse-detail.ts'

const RFC_3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/i

/** One entry as a client sends it; nothing in it has been checked. */
export interface PutEventsEntry {
  readonly Source?: unknown
  readonly DetailType?: unknown
  /** A JSON object as text. */
  readonly Detail?: unknown
  /** RFC 3339. */
  readonly Time?: string
  readonly Resources?: unknown
  readonly EventBusName?: unknown
}

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
      `Total size of the entries is over the limit: ${bytes}`,
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
    const detail = String(entry.Detail)
    const event = toBusEvent(entry, parseDetail(detail), now)
    if (!bus.publish(event, toBody(event, detail))) {
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

function toBusEvent(
  entry: PutEventsEntry,
  detail: BusEvent['detail'],
  now: () => number,
): BusEvent {
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': requiredText(entry.DetailType, 'DetailType', DETAIL_TYPE_LENGTH_MAX),
    source: ownSource(entry.Source),
    account: ACCOUNT_ID,
    time: toWholeSeconds(entry.Time, now),
    region: REGION,
    resources: Array.isArray(entry.Resources) ? entry.Resources.map(String) : [],
    detail,
  }
}

/** The detail stays the text that was given: to parse and write it would change numbers (`1.0`). */
function toBody(event: BusEvent, detail: string): string {
  const envelope = JSON.stringify({ ...event, detail: undefined })
  return `${envelope.slice(0, -1)},"detail":${detail}}`
}

function ownSource(value: unknown): string {
  const source = requiredText(value, 'Source', SOURCE_LENGTH_MAX)
  if (!source.startsWith(RESERVED_SOURCE)) return source
  throw new AwsError('NotAuthorizedForSourceException', 'Not authorized for the source.')
}

function requiredText(value: unknown, name: string, lengthMax: number): string {
  if (typeof value !== 'string' || value === '' || value.length > lengthMax) {
    throw new AwsError('InvalidArgument', `${name} must have 1 to ${lengthMax} characters`)
  }
  return value
}

function toWholeSeconds(time: string | undefined, now: () => number): string {
  const ms = time === undefined ? now() : Date.parse(time)
  if (Number.isNaN(ms) || (time !== undefined && !RFC_3339.test(time)))
    throw new AwsError('InvalidArgument', 'Time must be an RFC 3339 time')
  return `${new Date(ms).toISOString().slice(0, 19)}Z`
}
