import type { Switch, SwitchStatus } from '../../shared/switch/switch.ts'
import type { Clock } from '../../shared/time/clock.ts'

export interface ChangeTime {
  readonly clock: Clock
  readonly wait: (ms: number) => Promise<void>
}

/** A Pipe is started or updated for minutes, and takes no other change meanwhile. Within the function's time. */
const CHANGING_MS_MAX = 240_000
const POLL_MS = 5_000

/** The state of a switch once it is no longer on its way to another, or after four minutes. */
export async function waitForChange(
  one: Switch,
  { clock, wait }: ChangeTime,
): Promise<SwitchStatus> {
  const deadlineMs = clock() + CHANGING_MS_MAX
  let status = await one.status()
  while (status.state === 'changing' && clock() < deadlineMs) {
    await wait(POLL_MS)
    status = await one.status()
  }
  return status
}
