import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** When a process began, in the system's own words; undefined where the system does not tell. */
export async function processStartTime(pid: number): Promise<string | undefined> {
  const env = { ...process.env, LC_ALL: 'C', TZ: 'UTC' }
  const { stdout } = await run('ps', ['-o', 'lstart=', '-p', String(pid)], { env }).catch(nothing)
  return stdout.trim() || undefined
}

/** No such process, no `ps`, or one that does not know the column. */
function nothing(): { stdout: string } {
  return { stdout: '' }
}
