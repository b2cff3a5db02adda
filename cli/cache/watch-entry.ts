import { systemClock } from '../../local/clock.ts'
import { EnvironmentError } from '../../local/environment-error.ts'
import { formatTime } from '../up/format-change.ts'
import { describeInOneLine, type EntryState } from './entry-words.ts'
import type { OpenEntry } from './open-entry.ts'

const POLL_MS = 100

/**
 * Prints a line each time that what is cached changes, until the signal aborts. An engine that does
 * not answer is a line as well, and asked again.
 *
 * @param options.isUp false: there is nothing to watch any more.
 */
export async function watchEntry(options: {
  readonly entry: OpenEntry
  readonly isUp: () => Promise<boolean>
  readonly print: (line: string) => void
  readonly signal: AbortSignal
}): Promise<void> {
  const { entry, isUp, print, signal } = options
  let told: string | undefined
  const tell = (line: string, identity: string) => {
    if (identity !== told) print(`${formatTimeToTenths(Date.now())}  ${line}`)
    told = identity
  }
  while (!signal.aborted) {
    try {
      const state = await entry.look()
      if (!signal.aborted) tell(describeInOneLine(state), identify(state))
    } catch (error) {
      if (!(error instanceof EnvironmentError)) throw error
      if (!(await isUp())) throw new EnvironmentError('The runtime has stopped.')
      // The same silence: a connection that is cut, and then refused.
      const [who = ''] = error.message.split(': ')
      tell(error.message, who)
    }
    await systemClock.sleep(POLL_MS, signal)
  }
}

/** Two values may read alike and be two. */
function identify({ entry: { value, lease, floor }, verdict }: EntryState): string {
  return JSON.stringify([verdict, value?.text, lease?.text, floor?.text])
}

function formatTimeToTenths(at: number): string {
  return `${formatTime(at)}.${Math.floor((at % 1_000) / 100)}`
}
