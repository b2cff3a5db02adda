import type { ChangeEvent } from '../../shared/change-event/change-event.ts'

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

/**
 * Whether an event serialises to at most `EVENT_BYTES_MAX` bytes of UTF-8.
 *
 * @param bytesMax a bound of them: most events are far below the limit, and need not be serialised a
 *   second time to know.
 */
export function fitsBus(event: ChangeEvent, bytesMax: number): boolean {
  return bytesMax <= EVENT_BYTES_MAX || Buffer.byteLength(JSON.stringify(event)) <= EVENT_BYTES_MAX
}
