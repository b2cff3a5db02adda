import { systemClock } from '../clock.ts'
import { EnvironmentError } from '../environment-error.ts'
import { listProcesses } from '../list-processes.ts'

/** What the command line of an engine of ours holds beside its data folder. */
const ENGINE_PROGRAM = /\b(OpenSearchEngine|DynamoDbEngine|sqs-and-s3-main\.ts|redis-server)\b/

const GONE_AFTER_MS_MAX = 5_000
const POLL_MS = 50

/**
 * Ends engines that a crashed run left on these data folders: one that was frozen, or hung, when its
 * runtime was killed did not notice. For the one process that owns them, before it starts any.
 *
 * @throws EnvironmentError when one does not go.
 */
export async function endOrphans(
  dataDirs: readonly string[],
  onNotice: (message: string) => void,
): Promise<void> {
  for (const pid of await findEngines(dataDirs)) {
    endProcess(pid)
    await awaitGone(pid, dataDirs)
    onNotice(`Process ${pid}, an engine of a run that crashed, was still there: ended.`)
  }
}

async function findEngines(dataDirs: readonly string[]): Promise<number[]> {
  const engines = (await listProcesses()).filter(({ args }) => {
    const isOurs = dataDirs.some((dir) => args.includes(` ${dir}/`) || args.endsWith(` ${dir}`))
    return isOurs && ENGINE_PROGRAM.test(args)
  })
  return engines.map(({ pid }) => pid)
}

function endProcess(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    // It noticed meanwhile that its runtime is gone.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

/** A process that ended and was not yet taken note of by its parent has no command line: it is gone. */
async function awaitGone(pid: number, dataDirs: readonly string[]): Promise<void> {
  const deadline = systemClock.now() + GONE_AFTER_MS_MAX
  while ((await findEngines(dataDirs)).includes(pid)) {
    if (systemClock.now() > deadline) {
      throw new EnvironmentError(
        `Process ${pid}, an engine of a run that crashed, does not end: end it, then try again.`,
      )
    }
    await systemClock.sleep(POLL_MS)
  }
}
