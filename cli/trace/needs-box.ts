import type { Mention } from './evidence.ts'

/** By the name of a sink, that of its service in the logs. */
export const SERVICES: Readonly<Record<string, string>> = {
  search: 'search-projector',
  lake: 'lake-writer',
  cache: 'cache-invalidator',
}

export const DONE: ReadonlySet<string> = new Set(['applied', 'tied', 'stale', 'duplicate'])

/** Whether a letter of a change could be in a box, by what the logs say of the change. */
export function needsBox(box: string, mentions: readonly Mention[]): boolean {
  const says = (service: string, ...outcomes: readonly string[]) =>
    mentions.some((one) => one.service === service && outcomes.includes(one.outcome))
  if (box === 'parked') return says('enrichment', 'parked')
  if (says('pipe', 'filtered') || says('enrichment', 'ignored')) return false
  if (box === 'pipe' || box === 'bus') return !says('bus', 'accepted')
  const last = mentions.filter(({ service }) => service === SERVICES[box]).at(-1)
  return last === undefined || !DONE.has(last.outcome)
}
