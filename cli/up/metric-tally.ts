import type { MetricPoint } from '../../local/metrics/metric-point.ts'
import type { Signal } from '../../local/signals.ts'

/** Sums up what the functions tell CloudWatch: on this machine nobody else does. */
export interface MetricTally {
  onSignal(signal: Signal): void
  /** A line for each service; none when nothing was told. */
  lines(): readonly string[]
}

export function createMetricTally(): MetricTally {
  /** By service and metric. */
  const services = new Map<string, Map<string, { sum: number; max: number; isTime: boolean }>>()

  const add = (service: string, { name, value, unit }: MetricPoint) => {
    const metrics = services.get(service) ?? new Map()
    services.set(service, metrics)
    const { sum, max } = metrics.get(name) ?? { sum: 0, max: value }
    const isTime = unit === 'Milliseconds'
    metrics.set(name, { sum: sum + value, max: Math.max(max, value), isTime })
  }

  return {
    onSignal(signal) {
      if (signal.type !== 'metrics.published') return
      for (const point of signal.points) add(point.dimensions.service ?? signal.function, point)
    },
    lines() {
      const width = Math.max(...[...services.keys()].map((name) => name.length))
      return [...services].map(([service, metrics]) => {
        const told = [...metrics].map(([name, { sum, max, isTime }]) =>
          isTime ? `${name} ${Math.round(max)} at most` : `${name} ${sum}`,
        )
        return `  ${service.padEnd(width)}  ${told.join(', ')}`
      })
    },
  }
}
