import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isAlive } from '../is-alive.ts'

const NAME = /^tailrace-functions-(\d+)-/

/**
 * A folder for the functions' code, outside any Node project; its name tells whose it is. Folders of
 * runtimes that were killed are removed.
 */
export async function createWorkFolder(): Promise<string> {
  for (const name of await readdir(tmpdir())) {
    const pid = NAME.exec(name)?.[1]
    if (pid !== undefined && !isAlive(Number(pid))) {
      await rm(join(tmpdir(), name), { recursive: true, force: true })
    }
  }
  return mkdtemp(join(tmpdir(), `tailrace-functions-${process.pid}-`))
}
