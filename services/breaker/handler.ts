import type { Log } from '../../shared/observability/logger.ts'
import type { Switch } from '../../shared/switch/switch.ts'
import { readAlarm } from './read-alarm.ts'
import { type ChangeTime, waitForChange } from './wait-for-change.ts'

/** What is stopped, and by which alarms. */
export interface Circuit {
  /** As the command line names it: `pipe`, `search`. */
  readonly name: string
  readonly alarms: readonly string[]
  readonly switch: Switch
}

export interface BreakerOptions extends ChangeTime {
  readonly circuits: readonly Circuit[]
  readonly log: Log
}

/** Nothing in work can be cut off by it, and nothing is lost: what is stopped goes on where it was. */
export type Breaker = (event: unknown) => Promise<void>

/**
 * The breaker's function: an alarm's action in, whatever the alarm is about stopped. It starts
 * nothing, and a second call changes nothing.
 *
 * What is being started or updated is waited for: an alarm acts once, and a deploy of what it is
 * about takes minutes. What cannot be stopped even so throws: Lambda tries twice more. What is not an
 * alarm of its own is logged as an error and is done, since trying again would not help.
 */
export function createBreaker({ circuits, log, ...time }: BreakerOptions): Breaker {
  return async (event) => {
    const alarm = readAlarm(event)
    if (alarm === undefined) {
      log.error('Not the action of an alarm: nothing is stopped', { code: 'alarm.invalid' })
      return
    }
    const { name, state, reason } = alarm
    if (state !== 'ALARM') {
      log.info('Nothing to stop: the alarm is over', { alarm: name, state })
      return
    }
    const circuit = circuits.find(({ alarms }) => alarms.includes(name))
    if (circuit === undefined) {
      const known = circuits.flatMap(({ alarms }) => alarms)
      log.error('No such alarm: nothing is stopped', { code: 'alarm.unknown', alarm: name, known })
      return
    }
    const stopped = circuit.name
    const before = await waitForChange(circuit.switch, time)
    if (before.state === 'stopped' || before.state === 'stopping') {
      log.info('Stopped already', { stopped, alarm: name, since: before.changedAtMs })
      return
    }
    await circuit.switch.stop()
    log.warn('Stopped by an alarm', { stopped, alarm: name, reason, before: before.word })
  }
}
