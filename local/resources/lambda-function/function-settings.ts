import { isRecord } from '../../../shared/json/is-record.ts'
import type { FunctionOptions } from '../../functions/local-function.ts'
import type { TemplateObject } from '../../template/template.ts'
import {
  CONCURRENCY_MAX,
  MEMORY_MIB_DEFAULT,
  MEMORY_MIB_MAX,
  MEMORY_MIB_MIN,
  RESERVED_VARIABLES,
  TIMEOUT_SECONDS_DEFAULT,
  TIMEOUT_SECONDS_MAX,
  TIMEOUT_SECONDS_MIN,
  VARIABLES_BYTES_MAX,
} from './limits.ts'

export type FunctionSettings = Required<
  Pick<FunctionOptions, 'memoryMib' | 'timeoutMs' | 'variables' | 'reservedConcurrency'>
>

/** @throws Error that names the setting which is out of its range. */
export function readFunctionSettings(properties: TemplateObject): FunctionSettings {
  const { MemorySize, Timeout, ReservedConcurrentExecutions: reserved } = properties
  const memoryMib = wholeNumber('MemorySize', MemorySize ?? MEMORY_MIB_DEFAULT, {
    least: MEMORY_MIB_MIN,
    most: MEMORY_MIB_MAX,
  })
  const timeoutSeconds = wholeNumber('Timeout', Timeout ?? TIMEOUT_SECONDS_DEFAULT, {
    least: TIMEOUT_SECONDS_MIN,
    most: TIMEOUT_SECONDS_MAX,
  })
  const concurrency = { least: 0, most: CONCURRENCY_MAX }
  return {
    memoryMib,
    timeoutMs: timeoutSeconds * 1000,
    variables: readVariables(properties.Environment),
    reservedConcurrency:
      reserved === undefined
        ? undefined
        : wholeNumber('ReservedConcurrentExecutions', reserved, concurrency),
  }
}

function wholeNumber(
  name: string,
  given: unknown,
  { least, most }: { readonly least: number; readonly most: number },
): number {
  const value = Number(given)
  if (Number.isInteger(value) && value >= least && value <= most) return value
  throw new Error(`${name} must be a whole number within ${least} and ${most}, not ${given}`)
}

function readVariables(environment: unknown): Record<string, string> {
  const given = isRecord(environment) ? environment.Variables : undefined
  if (!isRecord(given)) return {}
  const variables = Object.fromEntries(
    Object.entries(given).map(([name, value]) => [name, String(value)]),
  )

  const reserved = Object.keys(variables).filter((name) => RESERVED_VARIABLES.has(name))
  if (reserved.length > 0) {
    throw new Error(`Environment: ${reserved.join(', ')}: Lambda keeps that name for itself`)
  }
  const bytes = Buffer.byteLength(JSON.stringify(variables))
  if (bytes > VARIABLES_BYTES_MAX) {
    throw new Error(`Environment: ${bytes} bytes of variables, at most ${VARIABLES_BYTES_MAX}`)
  }
  return variables
}
