import { execFile } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

export interface ListedProcess {
  readonly pid: number
  /** The whole command line; empty of a process that has ended and is not taken note of yet. */
  readonly args: string
}

/**
 * What runs on this machine, as far as the system tells; nothing where it does not. Linux tells
 * without `ps`, which a container may lack.
 *
 * @param proc where a test has that folder.
 */
export async function listProcesses(proc = '/proc'): Promise<readonly ListedProcess[]> {
  const pids = (await readdir(proc).catch(noFolder)).filter((name) => /^\d+$/.test(name))
  if (pids.length === 0) return listByPs()
  return Promise.all(
    pids.map(async (pid) => {
      const line = await readFile(join(proc, pid, 'cmdline'), 'utf8').catch(untold)
      return { pid: Number(pid), args: line.split('\0').join(' ').trim() }
    }),
  )
}

async function listByPs(): Promise<readonly ListedProcess[]> {
  const listed = await run('ps', ['-ww', '-eo', 'pid=,args=']).then(({ stdout }) => stdout, untold)
  return listed.split('\n').flatMap((line) => {
    const [, pid, args = ''] = /^ *(\d+) ?(.*)$/.exec(line) ?? []
    return pid === undefined ? [] : [{ pid: Number(pid), args }]
  })
}

/** A process that has ended meanwhile; no `ps`, or one that does not know the columns. */
function untold(): string {
  return ''
}

/** Another system than Linux. */
function noFolder(): string[] {
  return []
}
