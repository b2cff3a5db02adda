import { isRecord } from '../../shared/json/is-record.ts'
import { checked, modelled, type PropertySupport } from '../template/property-support.ts'
import { compilePattern } from './index.ts'
import { FILTER_PATTERN_LENGTH_MAX, RULE_PATTERN_LENGTH_MAX } from './limits.ts'
import { type Dialect, PatternError } from './pattern-error.ts'

const LENGTH_MAX = { rule: RULE_PATTERN_LENGTH_MAX, pipe: FILTER_PATTERN_LENGTH_MAX } as const

/**
 * Compiles a pattern as a template has it: a rule's `EventPattern` is an object or its JSON text, a
 * Pipe filter's `Pattern` is JSON text.
 *
 * @throws PatternError when it is no JSON, too long, or no valid pattern.
 */
export function compileDeclared(declared: unknown, dialect: Dialect): (event: unknown) => boolean {
  const text = typeof declared === 'string' ? declared : JSON.stringify(declared)
  if (text.length > LENGTH_MAX[dialect]) {
    const reason = `has ${text.length} characters, and AWS takes ${LENGTH_MAX[dialect]}`
    throw new PatternError('', reason)
  }
  return compilePattern(parse(declared, dialect), dialect)
}

/** A pattern in a resource's properties: the start stops at one that AWS would refuse. */
export function patternOf(dialect: Dialect): PropertySupport {
  return checked(modelled(), (declared) => {
    try {
      compileDeclared(declared, dialect)
      return {}
    } catch (error) {
      if (error instanceof PatternError) return { mistakes: [error.message] }
      throw error
    }
  })
}

/** Whether a valid pattern counts against AWS's number of rules with wildcards. */
export function usesWildcard(declared: unknown): boolean {
  return hasWildcard(typeof declared === 'string' ? JSON.parse(declared) : declared)
}

/** Operators stand in lists only: `{"wildcard": ["a"]}` is a field of that name. */
function hasWildcard(value: unknown): boolean {
  if (Array.isArray(value)) return value.some((entry) => isWildcard(entry) || hasWildcard(entry))
  return isRecord(value) && Object.values(value).some(hasWildcard)
}

function isWildcard(entry: unknown): boolean {
  if (!isRecord(entry)) return false
  return Object.hasOwn(entry, 'wildcard') || isWildcard(entry['anything-but'])
}

function parse(declared: unknown, dialect: Dialect): unknown {
  if (typeof declared !== 'string') {
    if (dialect === 'rule') return declared
    throw new PatternError('', 'a filter is the JSON text of a pattern, not the pattern itself')
  }
  try {
    return JSON.parse(declared) as unknown
  } catch (error) {
    throw new PatternError('', `is no JSON: ${error instanceof Error ? error.message : error}`)
  }
}
