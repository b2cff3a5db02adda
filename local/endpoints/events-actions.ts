import { isRecord } from '../../shared/json/is-record.ts'
import { type BusesAndTime, putEvents } from '../resources/event-bus/put-events.ts'
import type { PutEventsEntry } from '../resources/event-bus/put-events-entry.ts'
import { type Actions, AwsError } from './aws-json.ts'

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html */
export function eventsActions(busesAndTime: BusesAndTime): Actions {
  return {
    'AWSEvents.PutEvents': async ({ Entries, EndpointId }) => {
      if (EndpointId !== undefined) {
        throw new AwsError('ValidationException', 'The local runtime does not model EndpointId')
      }
      if (!Array.isArray(Entries)) {
        throw new AwsError('ValidationException', 'Entries must be a list')
      }
      return putEvents(Entries.map(toEntry), busesAndTime)
    },
  }
}

function toEntry(entry: unknown, index: number): PutEventsEntry {
  if (!isRecord(entry)) {
    throw new AwsError('ValidationException', `Entries.${index + 1} must be an object`)
  }
  const { Time, ...others } = entry
  return Time === undefined || Time === null ? others : { ...others, Time: toTimeText(Time) }
}

/** On the wire a time is epoch seconds. What is no time is handed on as it is: its entry is refused. */
function toTimeText(time: unknown): string {
  const date = new Date(typeof time === 'number' ? time * 1000 : Number.NaN)
  return Number.isNaN(date.getTime()) ? String(time) : date.toISOString()
}
