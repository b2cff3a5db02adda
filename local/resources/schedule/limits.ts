/** Milliseconds of each unit of a rate. https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html */
export const UNIT_MS = { minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const

/**
 * Pauses before Lambda tries a failed asynchronous invocation again: two more times.
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
 */
export const ASYNC_RETRY_PAUSES_MS = [60_000, 120_000] as const
