/** Milliseconds of each unit of a rate. https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html */
export const UNIT_MS = { minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const
