/**
 * CloudWatch's embedded metric format: a line of a function's log that carries metrics.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
import { isRecord } from '../../shared/json/is-record.ts'
import type { MetricPoint } from './metric-point.ts'

type Members = Readonly<Record<string, unknown>>

/** The values that a line tells, once for each set of dimensions; none for any other line. */
export function readEmfLine(line: string): readonly MetricPoint[] {
  const members = line.includes('"_aws"') ? parse(line) : undefined
  const directives = isRecord(members?._aws) ? members._aws.CloudWatchMetrics : undefined
  if (members === undefined || !Array.isArray(directives)) return []
  return directives.flatMap((directive: unknown) =>
    isRecord(directive) ? readDirective(directive, members) : [],
  )
}

function readDirective(directive: Members, members: Members): readonly MetricPoint[] {
  const { Namespace: namespace, Dimensions: sets, Metrics: metrics } = directive
  if (typeof namespace !== 'string' || !Array.isArray(metrics)) return []
  const dimensionSets = Array.isArray(sets) && sets.length > 0 ? sets : [[]]
  return dimensionSets.flatMap((names: unknown) => {
    const dimensions = readDimensions(names, members)
    if (dimensions === undefined) return []
    return metrics.filter(isRecord).flatMap(({ Name, Unit }) => {
      const name = String(Name)
      const unit = typeof Unit === 'string' ? { unit: Unit } : {}
      return valuesOf(members[name]).map((value) => ({
        ...{ namespace, name, dimensions, value },
        ...unit,
      }))
    })
  })
}

/** @returns undefined for a set of which a value is missing: CloudWatch then takes no metric of it. */
function readDimensions(names: unknown, members: Members): Record<string, string> | undefined {
  if (!Array.isArray(names)) return undefined
  const pairs = names.map((name: unknown) => [String(name), members[String(name)]] as const)
  if (pairs.some(([, value]) => typeof value !== 'string')) return undefined
  return Object.fromEntries(pairs) as Record<string, string>
}

function valuesOf(value: unknown): readonly number[] {
  const values: readonly unknown[] = Array.isArray(value) ? value : [value]
  return values.filter((one): one is number => typeof one === 'number' && Number.isFinite(one))
}

function parse(line: string): Members | undefined {
  try {
    const parsed: unknown = JSON.parse(line)
    return isRecord(parsed) ? parsed : undefined
  } catch {
    // A line that only mentions it.
    return undefined
  }
}
