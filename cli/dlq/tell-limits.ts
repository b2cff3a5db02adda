import type { BoxReading } from '../../shared/redrive/read-box.ts'

/** What a person has to know of letters that are not among those that were shown. */
export function tellLimits(
  { held, unread, isLimited, notGivenBack }: Omit<BoxReading, 'isInterrupted'>,
  { limit }: { readonly limit: number },
): readonly string[] {
  return [
    ...(isLimited ? [`There may be more: see --limit (${limit})`] : []),
    ...(held > 0 ? [`${held} more are hidden, because another reader has them`] : []),
    ...(unread > 0
      ? [`The queue counts about ${unread} more than it handed out: look again in a minute`]
      : []),
    ...(notGivenBack > 0
      ? [`${notGivenBack} could not be given back: others see them in a minute`]
      : []),
  ]
}
