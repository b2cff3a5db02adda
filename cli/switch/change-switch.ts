import { EnvironmentError } from '../../local/environment-error.ts'
import { type Switch, SwitchIsBusy, type SwitchStatus } from '../../shared/switch/switch.ts'

const POLL_MS = 500
/** AWS takes up to minutes to stop a Pipe. */
const GIVE_UP_MS = 5 * 60_000

export type Verb = 'start' | 'stop'

export interface Change {
  readonly before: SwitchStatus
  readonly after: SwitchStatus
}

/**
 * Stops or starts, and waits until that is done. What is being changed is waited for first; what is so
 * already is left alone.
 *
 * @throws EnvironmentError when AWS gives up, or takes too long: it may yet be done.
 */
export async function changeSwitch(
  one: Switch,
  verb: Verb,
  time: { readonly now: () => number; readonly wait: (ms: number) => Promise<void> },
): Promise<Change> {
  const goal = verb === 'stop' ? 'stopped' : 'running'
  const deadline = time.now() + GIVE_UP_MS
  const before = await one.status()
  let isAsked = false
  for (let status = before; ; status = await one.status()) {
    if (status.state === goal) return { before, after: status }
    if (status.state === 'failed' && isAsked) throw gaveUp(status)
    if (!isAsked && status.state !== 'changing' && status.state !== 'stopping') {
      isAsked = await ask(one, verb)
    }
    if (time.now() >= deadline) {
      throw new EnvironmentError(`It is still ${status.word}: look again in a while.`)
    }
    await time.wait(POLL_MS)
  }
}

/** @returns false when it is being changed just now. */
async function ask(one: Switch, verb: Verb): Promise<boolean> {
  try {
    await one[verb]()
    return true
  } catch (error) {
    if (error instanceof SwitchIsBusy) return false
    throw error
  }
}

function gaveUp({ word, reason }: SwitchStatus): EnvironmentError {
  return new EnvironmentError(`It came to ${word}: ${reason ?? 'no reason is given'}.`)
}
