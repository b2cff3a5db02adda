import { lstat, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isAlive } from '../is-alive.ts'

const NAME = /^tailrace-functions-(\d+)-/

/**
 * A process id alone is no sign of death: a runtime in another container may share the folder and not
 * be visible here. What is younger than a day is left alone.
 */
const LEFTOVER_AGE_MS_MIN = 24 * 60 * 60 * 1000

/** Gone meanwhile, being removed by someone else, or not ours to remove: no reason to fail a start. */
const NOT_OURS_TO_REMOVE: ReadonlySet<unknown> = new Set(['ENOENT', 'ENOTEMPTY', 'EACCES', 'EPERM'])

/** What a test decides. */
export interface WorkFolderOptions {
  readonly parentDir?: string
  /** Of this process; undefined where users have none. */
  readonly userId?: number | undefined
  /** Epoch milliseconds. */
  readonly now?: () => number
  readonly remove?: (folder: string) => Promise<void>
}

/**
 * A folder for the functions' code, outside any Node project; its name tells whose it is. Day-old
 * folders of this user's runtimes that were killed are removed, as far as they can be.
 */
export async function createWorkFolder(options: WorkFolderOptions = {}): Promise<string> {
  const { parentDir = tmpdir(), remove = removeFolder } = options
  for (const name of await readdir(parentDir)) {
    const pid = NAME.exec(name)?.[1]
    if (pid === undefined || isAlive(Number(pid))) continue
    const folder = join(parentDir, name)
    try {
      if (await isLeftover(folder, options)) await remove(folder)
    } catch (error) {
      if (!NOT_OURS_TO_REMOVE.has((error as NodeJS.ErrnoException).code)) throw error
    }
  }
  return mkdtemp(join(parentDir, `tailrace-functions-${process.pid}-`))
}

async function isLeftover(
  folder: string,
  { userId = process.getuid?.(), now = Date.now }: WorkFolderOptions,
): Promise<boolean> {
  const found = await lstat(folder)
  const isOurs = userId === undefined || found.uid === userId
  return found.isDirectory() && isOurs && now() - found.mtimeMs > LEFTOVER_AGE_MS_MIN
}

function removeFolder(folder: string): Promise<void> {
  return rm(folder, { recursive: true, force: true })
}
