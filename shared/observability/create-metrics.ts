import { Metrics as PowertoolsMetrics } from '@aws-lambda-powertools/metrics'
import { METRIC_UNITS, type MetricName, type Metrics } from './metrics.ts'

/**
 * The metrics of a deployed function: one line in CloudWatch's embedded format per `publish`, by
 * Powertools, so no call leaves the function. The namespace is `POWERTOOLS_METRICS_NAMESPACE`, one per
 * stage; the dimension `service` is `POWERTOOLS_SERVICE_NAME`.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function createMetrics(): Metrics {
  const metrics = new PowertoolsMetrics()
  return {
    publish: (values) => {
      const told = Object.entries(values).filter(([, value]) => Number.isFinite(value))
      if (told.length === 0) return
      for (const [name, value] of told) {
        metrics.addMetric(name, METRIC_UNITS[name as MetricName], value)
      }
      metrics.publishStoredMetrics()
    },
  }
}
