import {
  type BusesAndTime,
  type PutEventsEntry,
  putEvents,
} from '../resources/event-bus/put-events.ts'
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

/** On the wire a time is epoch seconds. */
function toEntry(entry: Readonly<Record<string, unknown>>): PutEventsEntry {
  const { Time, ...others } = entry
  if (Time === undefined) return others
  const time = typeof Time === 'number' ? new Date(Time * 1000).toISOString() : String(Time)
  return { ...others, Time: time }
}
