import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Fields of `/proc/<pid>/stat` from the state on, and the clock ticks from boot to start among them. */
const START_TICKS = 19

/**
 * When a process began, in the system's own words; undefined where the system does not tell. Linux
 * tells without `ps`, which a container may lack.
 *
 * @param proc where a test has that folder.
 */
export async function processStartTime(pid: number, proc = '/proc'): Promise<string | undefined> {
  const stat = await readFile(join(proc, String(pid), 'stat'), 'utf8').catch(untold)
  // The program's name stands before, in brackets, and may hold any of these.
  const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[START_TICKS]
  if (ticks !== undefined) return `${ticks} ticks`
  const env = { ...process.env, LC_ALL: 'C', TZ: 'UTC' }
  const asked = run('ps', ['-o', 'lstart=', '-p', String(pid)], { env })
  return (await asked.then(({ stdout }) => stdout.trim(), untold)) || undefined
}

/** Whether two of these are known to be of different processes: what was told in other words may be the same. */
export function isOtherStart(one: string | undefined, other: string | undefined): boolean {
  if (one === undefined || other === undefined) return false
  const isTicks = (start: string) => start.endsWith(' ticks')
  return isTicks(one) === isTicks(other) && one !== other
}

/** No such process, or another system than Linux; no `ps`, or one that does not know the column. */
function untold(): string {
  return ''
}
