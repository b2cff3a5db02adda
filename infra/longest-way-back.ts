import type { SettingName, StageSettings } from './settings.ts'

const DAY_SECONDS = 24 * 60 * 60

/** What the longest way back is made of. */
export const WAY_BACK_SETTINGS = [
  'dlqRetentionSeconds',
  'parkedRetentionDays',
  'pipeRecordAgeSecondsMax',
  'queueRetentionSeconds',
  'ruleEventAgeSecondsMax',
] as const satisfies readonly SettingName[]

/**
 * The longest time, in whole days, from a change to the moment at which it can still be applied.
 *
 * ```
 * stream ─► parked, put right and sent on ─► bus ─► queue ─► DLQ ─► redriven: bus, queue, DLQ once more
 * ```
 * A DLQ's message may be redriven twice; each time it begins again with the bus. What must outlive
 * every change that could still come (a tombstone's memory) is kept for longer than that, and what is
 * older is read anew from the table before it is applied.
 */
export function longestWayBackDays(
  settings: Pick<StageSettings, (typeof WAY_BACK_SETTINGS)[number]>,
): number {
  const onceSeconds =
    settings.ruleEventAgeSecondsMax + settings.queueRetentionSeconds + settings.dlqRetentionSeconds
  const seconds =
    settings.pipeRecordAgeSecondsMax + settings.parkedRetentionDays * DAY_SECONDS + 2 * onceSeconds
  return Math.ceil(seconds / DAY_SECONDS)
}
