import type { ChangeEvent, Json } from '../../shared/change-event/change-event.ts'

/** What all entries of one PutEvents call may weigh together. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html */
export const PUT_EVENTS_BYTES_MAX = 1_000_000

/** Events in one reply: the batch size of the Pipe, which is the most that PutEvents takes. */
export const REPLY_EVENTS_MAX = 10

/** Kept free per event for its source, detail-type and time, and for the envelope that the bus adds. */
const ENVELOPE_BYTES_MAX = 2_000

/**
 * The most bytes that a change event may serialise to: ten of them always fit one PutEvents call.
 * A limit for the whole reply would let larger ones through, but then the fate of a change would
 * depend on its neighbours, and a retry in another batch could give other bytes.
 */
export const EVENT_BYTES_MAX = PUT_EVENTS_BYTES_MAX / REPLY_EVENTS_MAX - ENVELOPE_BYTES_MAX

/** Whether an event serialises to at most `EVENT_BYTES_MAX` bytes of UTF-8. */
export function fitsBus(event: ChangeEvent): boolean {
  // Most events are far below the limit, and a bound is cheaper than serialising a second time.
  if (boundBytes(event as unknown as Json) <= EVENT_BYTES_MAX) return true
  return Buffer.byteLength(JSON.stringify(event)) <= EVENT_BYTES_MAX
}

/** Never less than the bytes of the value's JSON: a UTF-16 unit takes six at most, as in `\u0000`. */
function boundBytes(value: Json | undefined): number {
  if (typeof value === 'string') return 6 * value.length + 2
  if (typeof value !== 'object' || value === null) return 26
  let bytes = 2
  if (Array.isArray(value)) {
    for (const element of value) bytes += boundBytes(element) + 1
    return bytes
  }
  for (const name of Object.keys(value)) bytes += 6 * name.length + 4 + boundBytes(value[name])
  return bytes
}
