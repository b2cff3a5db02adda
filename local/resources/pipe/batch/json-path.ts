import { isRecord } from '../../../../shared/json/is-record.ts'
import { CustomerError } from './execution-failure.ts'

/** Names and list indexes from the root: what a Pipe's parameters use. */
const PATH = /^\$((\.[A-Za-z_][\w-]*)|(\[\d+\]))*$/

/**
 * Works out a Pipe parameter: text that begins with `$.` is a path into the item, anything else is
 * itself.
 *
 * @throws CustomerError for a path that is not modelled, or that leads to no text.
 */
export function resolveParameter(parameter: string, item: unknown): string {
  if (!parameter.startsWith('$')) return parameter
  if (!PATH.test(parameter)) throw new CustomerError(`the JSON path ${parameter} is not modelled`)
  const steps = parameter.match(/[A-Za-z_][\w-]*|\d+(?=\])/g) ?? []
  const value = steps.reduce<unknown>((level, step) => {
    if (Array.isArray(level)) return (level as unknown[])[Number(step)]
    return isRecord(level) && Object.hasOwn(level, step) ? level[step] : undefined
  }, item)
  if (typeof value !== 'string')
    throw new CustomerError(`${parameter} leads to no text in the item`)
  return value
}
