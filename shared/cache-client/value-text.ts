import { CacheClientError } from './cache-client-error.ts'

/** What stands for an item that does not exist. No JSON text is empty. */
const ABSENT = ''

/**
 * The text of a value in the cache: JSON, or empty for `undefined`.
 *
 * @throws CacheClientError `cache.value_unsupported` for a value that JSON would change without a
 *   word (a Date, Set, Map, class, bigint, NaN, a hole in an array): a hit would differ from a miss.
 */
export function toValueText(value: unknown): string {
  if (value === undefined) return ABSENT
  requireJson(value, '$', new Set())
  return JSON.stringify(value)
}

/** @throws SyntaxError when the text is no JSON. */
export function parseValueText(text: string): unknown {
  return text === ABSENT ? undefined : JSON.parse(text)
}

export function isValueText(text: string): boolean {
  try {
    parseValueText(text)
    return true
  } catch {
    return false
  }
}

/** @param within the objects that hold this one. */
function requireJson(value: unknown, path: string, within: Set<object>): void {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return
  if (typeof value === 'number') {
    if (Number.isFinite(value)) return
    throw unsupported(path, `the number ${value}`)
  }
  if (typeof value !== 'object') throw unsupported(path, `of type ${typeof value}`)
  if (within.has(value)) throw unsupported(path, 'an object that holds itself')
  within.add(value)
  if (Array.isArray(value)) {
    for (let place = 0; place < value.length; place += 1) {
      requireJson(value[place], `${path}[${place}]`, within)
    }
  } else {
    requirePlain(value, path)
    for (const [name, held] of Object.entries(value)) {
      if (held !== undefined) requireJson(held, `${path}.${name}`, within)
    }
  }
  within.delete(value)
}

function requirePlain(value: object, path: string): void {
  const prototype: unknown = Object.getPrototypeOf(value)
  const isPlain = prototype === null || Object.getPrototypeOf(prototype) === null
  if (!isPlain) throw unsupported(path, `a ${value.constructor?.name ?? 'class'}`)
  if ('toJSON' in value) throw unsupported(path, 'an object with toJSON')
}

function unsupported(path: string, what: string): CacheClientError {
  return new CacheClientError(
    'cache.value_unsupported',
    `The loaded value cannot be cached: ${path} is ${what}, and JSON has no such thing.`,
  )
}
