/**
 * What CloudWatch hands a function as an alarm's action.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-actions-Lambda.html
 */
export function anAlarmEvent(
  parts: { readonly name?: string; readonly state?: string; readonly reason?: string } = {},
) {
  const {
    name = 'tailrace-dev-records-parked',
    state = 'ALARM',
    reason = 'Threshold Crossed',
  } = parts
  const timestamp = '2026-11-21T07:30:00.000+0000'
  const metric = { namespace: 'tailrace-dev', name: 'RecordsParked', dimensions: {} }
  return {
    source: 'aws.cloudwatch',
    alarmArn: `arn:aws:cloudwatch:eu-west-1:111122223333:alarm:${name}`,
    accountId: '111122223333',
    time: timestamp,
    region: 'eu-west-1',
    alarmData: {
      alarmName: name,
      state: { value: state, reason, timestamp },
      previousState: { value: 'OK', reason: 'Unchecked: Initial alarm creation', timestamp },
      configuration: {
        description: 'of a test',
        metrics: [{ id: 'm1', metricStat: { metric, period: 60, stat: 'Sum' }, returnData: true }],
      },
    },
  }
}
