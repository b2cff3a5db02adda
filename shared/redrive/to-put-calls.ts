import { Buffer } from 'node:buffer'
import type { ChangeEvent } from '../change-event/change-event.ts'

/** Entries of one call. https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html */
const ENTRIES_MAX = 10

/** Bytes of all entries of one call, as AWS counts them: with room for what it counts otherwise. */
const BYTES_MAX = 1_000_000

/** Of an entry beside detail and type: source, time, bus. */
const ENVELOPE_BYTES = 256

/** One entry of PutEvents; the time is epoch ms. */
export interface BusEntry {
  readonly EventBusName: string
  readonly Source: 'tailrace'
  readonly DetailType: string
  readonly Time: number
  readonly Detail: string
}

/** The entries of change events, as the Pipe makes them, in calls that the bus takes. */
export function toPutCalls(
  events: readonly ChangeEvent[],
  busName: string,
): readonly (readonly BusEntry[])[] {
  const calls: BusEntry[][] = []
  let room = 0
  for (const event of events) {
    const entry = toEntry(event, busName)
    const bytes = Buffer.byteLength(entry.Detail) + entry.DetailType.length + ENVELOPE_BYTES
    const last = calls.at(-1)
    if (last !== undefined && last.length < ENTRIES_MAX && bytes <= room) {
      last.push(entry)
      room -= bytes
    } else {
      calls.push([entry])
      room = BYTES_MAX - bytes
    }
  }
  return calls
}

function toEntry(event: ChangeEvent, busName: string): BusEntry {
  return {
    EventBusName: busName,
    Source: 'tailrace',
    DetailType: event.type,
    Time: Date.parse(event.time),
    Detail: JSON.stringify(event),
  }
}
