import { randomUUID } from 'node:crypto'
import { AwsError } from '../../endpoints/aws-json.ts'
import { ACCOUNT_ID, REGION } from '../../template/stack-names.ts'
import type { BusEvent } from './bus-event.ts'
import { DETAIL_TYPE_LENGTH_MAX, RESERVED_SOURCE, SOURCE_LENGTH_MAX } from './limits.ts'
import { parseDetail } from './parse-detail.ts'
import type { PutEventsEntry } from './put-events-entry.ts'

const RFC_3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/i

/** @throws AwsError with the code that the entry fails with. */
export function toBusEvent(entry: PutEventsEntry, now: () => number): BusEvent {
  return {
    version: '0',
    id: randomUUID(),
    source: ownSource(entry.Source),
    'detail-type': textUpTo(DETAIL_TYPE_LENGTH_MAX, 'DetailType', entry.DetailType),
    account: ACCOUNT_ID,
    time: toWholeSeconds(entry.Time, now),
    region: REGION,
    resources: toResources(entry.Resources),
    detail: parseDetail(required('Detail', entry.Detail)),
  }
}

/** The event as targets get it: its detail stays the text that was put. */
export function toBody(event: BusEvent, { Detail }: PutEventsEntry): string {
  const envelope = JSON.stringify({ ...event, detail: undefined })
  return `${envelope.slice(0, -1)},"detail":${String(Detail)}}`
}

function ownSource(value: unknown): string {
  const source = textUpTo(SOURCE_LENGTH_MAX, 'Source', value)
  if (!source.startsWith(RESERVED_SOURCE)) return source
  throw new AwsError('NotAuthorizedForSourceException', 'Not authorized for the source.')
}

function textUpTo(lengthMax: number, name: string, value: unknown): string {
  const text = required(name, value)
  if (text.length <= lengthMax) return text
  throw invalid(name, `it is longer than ${lengthMax} characters`)
}

function required(name: string, value: unknown): string {
  if (typeof value === 'string' && value !== '') return value
  throw invalid(name, `${name} is a required argument`)
}

function toResources(value: unknown): readonly string[] {
  if (value === undefined || value === null) return []
  if (Array.isArray(value) && value.every((one) => typeof one === 'string')) return value
  throw invalid('Resources', 'it must be a list of texts')
}

function toWholeSeconds(time: string | undefined, now: () => number): string {
  const ms = time === undefined ? now() : Date.parse(time)
  if (Number.isNaN(ms) || (time !== undefined && !RFC_3339.test(time))) {
    throw invalid('Time', 'it must be an RFC 3339 time')
  }
  return `${new Date(ms).toISOString().slice(0, 19)}Z`
}

function invalid(name: string, reason: string): AwsError {
  return new AwsError('InvalidArgument', `Parameter ${name} is not valid. Reason: ${reason}.`)
}
