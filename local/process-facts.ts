import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/**
 * Fields of `/proc/<pid>/stat` from the state on; none where there is no such file. Linux tells
 * without `ps`, which a container may lack.
 */
export async function statFields(pid: number, proc: string): Promise<readonly string[]> {
  const stat = await readFile(join(proc, String(pid), 'stat'), 'utf8').catch(untold)
  // The program's name stands before, in brackets, and may hold any of these.
  return stat === '' ? [] : stat.slice(stat.lastIndexOf(')') + 2).split(' ')
}

/** A column of `ps`, in the same words wherever it is asked; empty where the system does not tell. */
export async function psColumn(pid: number, column: string): Promise<string> {
  const env = { ...process.env, LC_ALL: 'C', TZ: 'UTC' }
  const asked = run('ps', ['-o', `${column}=`, '-p', String(pid)], { env })
  return asked.then(({ stdout }) => stdout.trim(), untold)
}

/** No such process, or another system than Linux; no `ps`, or one that does not know the column. */
function untold(): string {
  return ''
}
