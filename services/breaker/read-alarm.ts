import { isRecord } from '../../shared/json/is-record.ts'

/** What CloudWatch tells of an alarm's change of state. */
export interface Alarm {
  readonly name: string
  /** `ALARM`, `OK` or `INSUFFICIENT_DATA`. */
  readonly state: string
  /** In CloudWatch's words: which values crossed which threshold. */
  readonly reason: string
}

/**
 * Reads what an alarm's action hands a function.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-actions-Lambda.html
 *
 * @returns undefined for anything else.
 */
export function readAlarm(event: unknown): Alarm | undefined {
  if (!isRecord(event) || event.source !== 'aws.cloudwatch') return undefined
  const { alarmData } = event
  if (!isRecord(alarmData) || !isRecord(alarmData.state)) return undefined
  const { alarmName: name } = alarmData
  const { value: state, reason = '' } = alarmData.state
  if (typeof name !== 'string' || typeof state !== 'string') return undefined
  return { name, state, reason: String(reason) }
}
