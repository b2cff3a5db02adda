import { isRecord } from '../../../shared/json/is-record.ts'
import { PROCESSES_MAX } from '../../functions/limits.ts'
import type { TemplateObject } from '../../template/template.ts'
import {
  BATCH_SIZE_DEFAULT,
  BATCH_SIZE_MAX,
  BATCH_SIZE_WITHOUT_WINDOW_MAX,
  CONCURRENCY_DEFAULT,
  CONCURRENCY_MAX,
  CONCURRENCY_MIN,
  WINDOW_SECONDS_MAX,
} from './limits.ts'

export interface MappingSettings {
  readonly isEnabled: boolean
  readonly batchSize: number
  readonly windowMs: number
  /** Batches in work at a time. */
  readonly pollers: number
  readonly reportsFailures: boolean
}

/** @throws Error that names the setting which is out of its range. */
export function readMappingSettings(properties: TemplateObject): MappingSettings {
  const batchSize = Number(properties.BatchSize ?? BATCH_SIZE_DEFAULT)
  const windowSeconds = Number(properties.MaximumBatchingWindowInSeconds ?? 0)
  const scaling = isRecord(properties.ScalingConfig) ? properties.ScalingConfig : {}
  const concurrency = Number(scaling.MaximumConcurrency ?? CONCURRENCY_DEFAULT)
  const responseTypes = properties.FunctionResponseTypes

  requireWithin('BatchSize', batchSize, 1, BATCH_SIZE_MAX)
  requireWithin('MaximumBatchingWindowInSeconds', windowSeconds, 0, WINDOW_SECONDS_MAX)
  requireWithin('MaximumConcurrency', concurrency, CONCURRENCY_MIN, CONCURRENCY_MAX)
  if (batchSize > BATCH_SIZE_WITHOUT_WINDOW_MAX && windowSeconds < 1) {
    throw new Error(`BatchSize of ${batchSize} needs MaximumBatchingWindowInSeconds of at least 1`)
  }
  return {
    isEnabled: String(properties.Enabled ?? 'true') === 'true',
    batchSize,
    windowMs: windowSeconds * 1000,
    pollers: Math.min(concurrency, PROCESSES_MAX),
    reportsFailures: Array.isArray(responseTypes) && responseTypes.length > 0,
  }
}

function requireWithin(name: string, value: number, least: number, most: number): void {
  if (Number.isInteger(value) && value >= least && value <= most) return
  throw new Error(`${name} must be a whole number within ${least} and ${most}, not ${value}`)
}
