/** An alarm that runs, for tests, on a fake clock. */
import { createFakeClock } from '../../fake-clock.ts'
import type { MetricPoint } from '../../metrics/metric-point.ts'
import { createMetricStore } from '../../metrics/metric-store.ts'
import type { SignalBody } from '../../signals.ts'
import type { TemplateObject } from '../../template/template.ts'
import { readAlarmSettings } from './alarm-settings.ts'
import type { MetricSource } from './metric-source.ts'
import { runAlarm, type StateChange } from './run-alarm.ts'

/** A full minute. */
const BEGINS_AT = Date.parse('2026-11-21T07:26:00Z')

/** Properties of an alarm that sums the records parked in a minute. */
export function alarmProperties(changes: Record<string, unknown> = {}): TemplateObject {
  return {
    Namespace: 'tailrace-test',
    MetricName: 'RecordsParked',
    Dimensions: [{ Name: 'service', Value: 'enrichment' }],
    Statistic: 'Sum',
    Period: 60,
    EvaluationPeriods: 1,
    Threshold: 10,
    ComparisonOperator: 'GreaterThanThreshold',
    TreatMissingData: 'notBreaching',
    ...changes,
  } as TemplateObject
}

export function startAlarm(
  changes: Record<string, unknown> = {},
  options: { act?: (change: StateChange) => Promise<void>; source?: MetricSource } = {},
) {
  const settings = readAlarmSettings(alarmProperties(changes))
  const clock = createFakeClock(BEGINS_AT)
  const metrics = createMetricStore()
  const signals: SignalBody[] = []
  const acted: StateChange[] = []
  const stopping = new AbortController()
  const running = runAlarm({
    name: 'Parked',
    settings,
    source: options.source ?? { read: (span) => metrics.read(settings.metric, span) },
    act: async (change) => {
      acted.push(change)
      await options.act?.(change)
    },
    clock,
    emit: (signal) => signals.push(signal),
    signal: stopping.signal,
  })
  return {
    clock,
    signals,
    acted,
    states: () => acted.map(({ state }) => state),
    /** Values at this moment. */
    add(...values: readonly number[]) {
      const point = (value: number): MetricPoint => ({ ...settings.metric, value })
      for (const value of values) metrics.add(point(value), clock.now())
    },
    async stop() {
      stopping.abort()
      await running
    },
  }
}
