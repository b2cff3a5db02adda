import { isRecord } from '../../../shared/json/is-record.ts'
import { PROCESSES_MAX } from '../../functions/limits.ts'
import type { FunctionOptions } from '../../functions/local-function.ts'
import type { TemplateObject } from '../../template/template.ts'
import {
  MEMORY_MIB_DEFAULT,
  MEMORY_MIB_MAX,
  MEMORY_MIB_MIN,
  TIMEOUT_SECONDS_DEFAULT,
  TIMEOUT_SECONDS_MAX,
  TIMEOUT_SECONDS_MIN,
} from './limits.ts'

export type FunctionSettings = Required<
  Pick<FunctionOptions, 'memoryMib' | 'timeoutMs' | 'variables' | 'processesMax'>
>

/** @throws Error that names the setting which is out of its range. */
export function readFunctionSettings(properties: TemplateObject): FunctionSettings {
  const wholeNumber = (name: string, fallback: number, least: number, most: number): number => {
    const value = Number(properties[name] ?? fallback)
    if (Number.isInteger(value) && value >= least && value <= most) return value
    const given = String(properties[name])
    throw new Error(`${name} must be a whole number within ${least} and ${most}, not ${given}`)
  }
  const timeoutSeconds = wholeNumber(
    'Timeout',
    TIMEOUT_SECONDS_DEFAULT,
    TIMEOUT_SECONDS_MIN,
    TIMEOUT_SECONDS_MAX,
  )
  return {
    memoryMib: wholeNumber('MemorySize', MEMORY_MIB_DEFAULT, MEMORY_MIB_MIN, MEMORY_MIB_MAX),
    timeoutMs: timeoutSeconds * 1000,
    variables: readVariables(properties.Environment),
    processesMax: processesMax(properties.ReservedConcurrentExecutions),
  }
}

function readVariables(environment: unknown): Record<string, string> {
  const variables = isRecord(environment) ? environment.Variables : undefined
  if (!isRecord(variables)) return {}
  return Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, String(value)]))
}

function processesMax(reserved: unknown): number {
  if (reserved === undefined) return PROCESSES_MAX
  const concurrency = Number(reserved)
  if (!(concurrency >= 1)) {
    throw new Error(`ReservedConcurrentExecutions of ${concurrency} would throttle every call`)
  }
  return Math.min(PROCESSES_MAX, concurrency)
}
