/** Entries of one PutEvents call. https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html */
export const PUT_EVENTS_ENTRIES_MAX = 10

/**
 * Bytes of all entries of one call together (1 MiB since January 2026).
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html
 */
export const PUT_EVENTS_BYTES_MAX = 1024 * 1024

/** What an entry's time counts as. Same page. */
export const TIME_BYTES = 14

/** Integers of a detail. https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html */
export const INTEGER_MIN = -(2n ** 63n)
export const INTEGER_MAX = 2n ** 63n - 1n

/** Objects and lists inside each other in a detail, itself included. Same page. */
export const DETAIL_LEVELS_MAX = 1100

/** Sources that only AWS's own services may use. https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsRequestEntry.html */
export const RESERVED_SOURCE = 'aws.'

export const DETAIL_TYPE_LENGTH_MAX = 128
export const SOURCE_LENGTH_MAX = 256

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_CreateEventBus.html */
export const BUS_NAME = /^[/.\-_A-Za-z0-9]{1,256}$/

/**
 * Our own: events on their way to targets, and the bytes of what is sent of them. Beyond either
 * PutEvents throttles, so that a target that is down does not fill the memory.
 */
export const EVENTS_IN_FLIGHT_MAX = 50_000
export const EVENT_BYTES_IN_FLIGHT_MAX = 256 * 1024 * 1024
