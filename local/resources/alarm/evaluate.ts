import type { Statistics } from '../../metrics/metric-store.ts'
import type { AlarmSettings, Comparison, Statistic } from './alarm-settings.ts'
import type { AlarmState } from './alarm-state.ts'

export interface Evaluation {
  readonly state: AlarmState
  /** Which values were where, in words. */
  readonly reason: string
}

type Judged = Pick<
  AlarmSettings,
  'statistic' | 'threshold' | 'comparison' | 'datapointsToAlarm' | 'missingData'
>

/** @param periods the values of each period that is looked at; undefined for one without any. */
export function evaluate(
  periods: readonly (Statistics | undefined)[],
  settings: Judged,
  current: AlarmState,
): Evaluation {
  const { statistic, threshold, comparison, datapointsToAlarm, missingData } = settings
  const values = periods.map((period) => period && statisticOf(period, statistic))
  const real = values.filter((value) => value !== undefined)
  if (real.length === 0 && missingData === 'missing') {
    return { state: 'INSUFFICIENT_DATA', reason: 'Insufficient Data: no value' }
  }
  if (real.length === 0 && missingData === 'ignore') {
    return { state: current, reason: 'no value: the state is kept' }
  }
  const breaching = values.filter((value) =>
    value === undefined ? missingData === 'breaching' : compare(value, comparison, threshold),
  )
  const isAlarm = breaching.length >= datapointsToAlarm
  const shown = values.map((value) => value ?? 'missing').join(', ')
  return {
    state: isAlarm ? 'ALARM' : 'OK',
    reason: `Threshold Crossed: ${breaching.length} of ${values.length} [${shown}] ${WORDS[comparison]} ${threshold}`,
  }
}

function statisticOf({ count, sum, min, max }: Statistics, statistic: Statistic): number {
  switch (statistic) {
    case 'Average':
      return sum / count
    case 'Maximum':
      return max
    case 'Minimum':
      return min
    case 'SampleCount':
      return count
    case 'Sum':
      return sum
  }
}

const WORDS: Readonly<Record<Comparison, string>> = {
  GreaterThanOrEqualToThreshold: 'at or above',
  GreaterThanThreshold: 'above',
  LessThanOrEqualToThreshold: 'at or below',
  LessThanThreshold: 'below',
}

function compare(value: number, comparison: Comparison, threshold: number): boolean {
  switch (comparison) {
    case 'GreaterThanOrEqualToThreshold':
      return value >= threshold
    case 'GreaterThanThreshold':
      return value > threshold
    case 'LessThanOrEqualToThreshold':
      return value <= threshold
    case 'LessThanThreshold':
      return value < threshold
  }
}
