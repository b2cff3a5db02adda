import { ACCOUNT_ID, REGION } from '../../template/stack-names.ts'
import type { AlarmSettings } from './alarm-settings.ts'
import type { StateChange } from './run-alarm.ts'

/**
 * What a function gets as the action of an alarm.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-actions-Lambda.html
 */
export function toAlarmEvent(
  alarm: { readonly name: string; readonly arn: string; readonly settings: AlarmSettings },
  { state, before, reason, atMs }: StateChange,
) {
  const { metric, periodSeconds, statistic, description } = alarm.settings
  const { namespace, name, dimensions } = metric
  const timestamp = new Date(atMs).toISOString().replace('Z', '+0000')
  const metricStat = {
    metric: { namespace, name, dimensions },
    period: periodSeconds,
    stat: statistic,
  }
  return {
    source: 'aws.cloudwatch',
    alarmArn: alarm.arn,
    accountId: ACCOUNT_ID,
    time: timestamp,
    region: REGION,
    alarmData: {
      alarmName: alarm.name,
      state: { value: state, reason, timestamp },
      previousState: { value: before, timestamp },
      configuration: { description, metrics: [{ id: 'm1', metricStat, returnData: true }] },
    },
  }
}
