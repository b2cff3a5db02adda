import type { SettingName, StageSettings } from './settings.ts'

const DAY_SECONDS = 24 * 60 * 60

/** How long a stream keeps a record, and so how long a dead-lettered position can be read back. */
const STREAM_SECONDS = DAY_SECONDS

/**
 * Objects expire at the midnight after their age, and are removed some time later.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html
 */
const EXPIRY_LATE_SECONDS = 2 * DAY_SECONDS

/** What the longest way back is made of, besides the stream's own 24 hours. */
export const WAY_BACK_SETTINGS = [
  'dlqRetentionSeconds',
  'parkedRetentionDays',
  'queueRetentionSeconds',
  'ruleEventAgeSecondsMax',
] as const satisfies readonly SettingName[]

/**
 * The longest time, in whole days, from a change to the moment at which it can still be applied.
 *
 * ```
 * stream ─► parked, put right and sent on ─► bus ─► queue ─► DLQ ─► redriven: bus, queue, DLQ again
 * ```
 * With that, a DLQ's message may be redriven twice; each time it begins again. What must outlive every
 * change that could still come (a tombstone's memory) is kept for longer. Nothing counts how often a
 * message is redriven, and each time SQS keeps it for as long again: so a redrive refuses what is older
 * than `redriveAgeMsMax`.
 */
export function longestWayBackDays(
  settings: Pick<StageSettings, (typeof WAY_BACK_SETTINGS)[number]>,
): number {
  const onceSeconds =
    settings.ruleEventAgeSecondsMax + settings.queueRetentionSeconds + settings.dlqRetentionSeconds
  const parkedSeconds = settings.parkedRetentionDays * DAY_SECONDS + EXPIRY_LATE_SECONDS
  return Math.ceil((STREAM_SECONDS + parkedSeconds + 2 * onceSeconds) / DAY_SECONDS)
}

/**
 * The age, in milliseconds, from which a redrive sends no change into a sink's queue any more: when it
 * comes out of it, its item's removal may be forgotten.
 */
export function redriveAgeMsMax(
  settings: Pick<StageSettings, 'searchTombstoneRetentionDays' | 'queueRetentionSeconds'>,
): number {
  const rememberedSeconds = settings.searchTombstoneRetentionDays * DAY_SECONDS
  return (rememberedSeconds - settings.queueRetentionSeconds) * 1_000
}
