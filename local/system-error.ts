/**
 * What to tell a person about a file or folder that the system did not let us write.
 *
 * @returns one sentence with the way out; undefined for any other error, which is then no matter of
 *   the machine.
 */
export function describeSystemError(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined
  const { code, path } = error as NodeJS.ErrnoException
  const place = path ?? 'a file'
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return `There is no room on the disk for ${place}: free some, or set TAILRACE_STATE_DIR to a folder on another disk.`
    case 'EACCES':
    case 'EPERM':
      return `This user may not write ${place}: change its owner or mode, or set TAILRACE_STATE_DIR to another folder.`
    case 'EROFS':
      return `The disk of ${place} is read-only: set TAILRACE_STATE_DIR to a folder that can be written.`
    case 'ENOTDIR':
    case 'EEXIST':
      return `${place} is needed as a folder, and a file is in its way: move it, or set TAILRACE_STATE_DIR to another folder.`
    case 'EMFILE':
    case 'ENFILE':
      return 'There are too many open files: raise the limit with `ulimit -n 4096`, then try again.'
    default:
      return describeSystemError(error.cause)
  }
}
