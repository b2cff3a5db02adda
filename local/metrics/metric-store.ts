import type { Metric, MetricPoint } from './metric-point.ts'

/** What CloudWatch keeps of the values of a span of time. */
export interface Statistics {
  readonly count: number
  readonly sum: number
  readonly min: number
  readonly max: number
}

/** Values by metric and minute: as fine as an alarm here looks at them. */
export interface MetricStore {
  add(point: MetricPoint, atMs: number): void
  /** @returns undefined when there is no value in it. `untilMs` is no longer in it. */
  read(metric: Metric, span: { fromMs: number; untilMs: number }): Statistics | undefined
}

export const MINUTE_MS = 60_000
/** The longest that an alarm looks back: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html */
const KEPT_MINUTES = 24 * 60

export function createMetricStore(): MetricStore {
  const series = new Map<string, Map<number, Statistics>>()

  return {
    add(point, atMs) {
      const key = keyOf(point)
      const minutes = series.get(key) ?? new Map<number, Statistics>()
      series.set(key, minutes)
      const minute = Math.floor(atMs / MINUTE_MS)
      const { value } = point
      const own: Statistics = { count: 1, sum: value, min: value, max: value }
      minutes.set(minute, merge(minutes.get(minute), own))
      for (const old of minutes.keys()) if (old < minute - KEPT_MINUTES) minutes.delete(old)
    },
    read(metric, { fromMs, untilMs }) {
      const minutes = [...(series.get(keyOf(metric)) ?? [])]
      return minutes
        .filter(([minute]) => minute * MINUTE_MS >= fromMs && minute * MINUTE_MS < untilMs)
        .reduce<Statistics | undefined>((all, [, one]) => merge(all, one), undefined)
    },
  }
}

function merge(one: Statistics | undefined, other: Statistics): Statistics {
  if (one === undefined) return other
  return {
    count: one.count + other.count,
    sum: one.sum + other.sum,
    min: Math.min(one.min, other.min),
    max: Math.max(one.max, other.max),
  }
}

/** A metric is another one with every other set of dimensions. */
function keyOf({ namespace, name, dimensions }: Metric): string {
  return JSON.stringify([namespace, name, Object.entries(dimensions).sort()])
}
