import { psColumn, statFields } from './process-facts.ts'

/**
 * Whether a process is there and stands still, as SIGSTOP leaves it; false where the system does not
 * tell.
 *
 * @param proc where a test has that folder.
 */
export async function isStopped(pid: number, proc = '/proc'): Promise<boolean> {
  const [state] = await statFields(pid, proc)
  return (state ?? (await psColumn(pid, 'state'))).startsWith('T')
}
