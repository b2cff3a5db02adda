import type { Metrics, MetricValues } from '../../shared/observability/metrics.ts'

/** Metrics that are kept, one entry per call. */
export class MemoryMetrics implements Metrics {
  readonly published: MetricValues[] = []

  publish(values: MetricValues): void {
    this.published.push(values)
  }
}
