/** Entries of one PutEvents call. https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html */
export const PUT_EVENTS_ENTRIES_MAX = 10

/**
 * Bytes of all entries of one call together (1 MiB since January 2026).
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html
 */
export const PUT_EVENTS_BYTES_MAX = 1024 * 1024

/** What an entry's time counts as. Same page. */
export const TIME_BYTES = 14

/** Integers of a detail. Same page. */
export const INTEGER_MIN = -(2n ** 63n)
export const INTEGER_MAX = 2n ** 63n - 1n

/** Sources that only AWS's own services may use. https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsRequestEntry.html */
export const RESERVED_SOURCE = 'aws.'

export const DETAIL_TYPE_LENGTH_MAX = 128
export const SOURCE_LENGTH_MAX = 256

/**
 * Our own: events on their way to targets. Beyond it PutEvents throttles, so that an engine that is
 * down does not fill the memory.
 */
export const EVENTS_IN_FLIGHT_MAX = 10_000

/** Our own: sends to one target at a time. */
export const SENDS_PARALLEL_MAX = 16

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-retry-policy.html */
export const RETRY_ATTEMPTS_DEFAULT = 185
export const EVENT_AGE_SECONDS_DEFAULT = 86_400

/** AWS says "exponential back off and jitter" without figures; these are ours. */
export const RETRY_FIRST_MS = 1_000
export const RETRY_LONGEST_MS = 60_000
