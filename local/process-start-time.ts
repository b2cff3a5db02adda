import { psColumn, statFields } from './process-facts.ts'

/** Of those fields, the clock ticks from boot to start. */
const START_TICKS = 19

/**
 * When a process began, in the system's own words; undefined where the system does not tell.
 *
 * @param proc where a test has that folder.
 */
export async function processStartTime(pid: number, proc = '/proc'): Promise<string | undefined> {
  const ticks = (await statFields(pid, proc))[START_TICKS]
  if (ticks !== undefined) return `${ticks} ticks`
  return (await psColumn(pid, 'lstart')) || undefined
}

/** Whether two of these are known to be of different processes: what was told in other words may be the same. */
export function isOtherStart(one: string | undefined, other: string | undefined): boolean {
  if (one === undefined || other === undefined) return false
  const isTicks = (start: string) => start.endsWith(' ticks')
  return isTicks(one) === isTicks(other) && one !== other
}
