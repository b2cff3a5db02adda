import type { MetricPoint } from '../../local/metrics/metric-point.ts'
import type { Signal } from '../../local/signals.ts'

/**
 * Sums up what the functions tell CloudWatch: on this machine nobody else does. Without LagMs and
 * WaitingMs: they are counted from a change's time, which DynamoDB Local tells to the minute.
 */
export interface MetricTally {
  onSignal(signal: Signal): void
  /** A line for each service; none when nothing was told. */
  lines(): readonly string[]
}

export function createMetricTally(): MetricTally {
  /** By service and metric. */
  const services = new Map<string, Map<string, number>>()

  const add = (service: string, { name, value, unit }: MetricPoint) => {
    if (unit === 'Milliseconds') return
    const metrics = services.get(service) ?? new Map<string, number>()
    services.set(service, metrics)
    metrics.set(name, (metrics.get(name) ?? 0) + value)
  }

  return {
    onSignal(signal) {
      if (signal.type !== 'metrics.published') return
      for (const point of signal.points) add(point.dimensions.service ?? signal.function, point)
    },
    lines() {
      const width = Math.max(...[...services.keys()].map((name) => name.length))
      return [...services].map(([service, metrics]) => {
        const told = [...metrics].map(([name, sum]) => `${name} ${sum}`)
        return `  ${service.padEnd(width)}  ${told.join(', ')}`
      })
    },
  }
}
