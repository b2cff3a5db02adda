import { statfs } from 'node:fs/promises'
import { EnvironmentError } from './environment-error.ts'

const MIB = 1024 * 1024
/** What the engines, their logs and the packages of a short run take, and as much again. */
const SPACE_MIB_MIN = 200

/**
 * Looks whether a run has room on the disk of a folder: an engine whose disk fills up fails late and
 * far from the cause.
 *
 * @param read how much is free; for tests.
 * @throws EnvironmentError when there is too little.
 */
export async function requireSpace(
  folder: string,
  read: (folder: string) => Promise<{ bavail: number; bsize: number }> = statfs,
): Promise<void> {
  const { bavail, bsize } = await read(folder)
  const freeMib = Math.floor((bavail * bsize) / MIB)
  if (freeMib >= SPACE_MIB_MIN) return
  throw new EnvironmentError(
    `There are ${freeMib} MiB free on the disk of ${folder}, and a run needs ${SPACE_MIB_MIN}: free some, or set TAILRACE_STATE_DIR to a folder on another disk.`,
  )
}
