import { isRecord } from '../../../shared/json/is-record.ts'
import type { Scalar } from '../event-leaves.ts'
import type { ValueTest } from '../match-branch.ts'
import { type Dialect, PatternError } from '../pattern-error.ts'
import { foldText } from './fold-case.ts'
import { wildcardMatcher } from './wildcard.ts'

type Matcher = (text: string) => boolean

const inner: Readonly<Record<string, (text: string, path: string) => Matcher>> = {
  prefix: (text, path) => {
    refuseEmpty(text, path)
    return (value) => value.startsWith(text)
  },
  suffix: (text, path) => {
    refuseEmpty(text, path)
    return (value) => value.endsWith(text)
  },
  'equals-ignore-case': (text) => foldText(text).equals,
  wildcard: wildcardMatcher,
}

/**
 * `{"anything-but": ...}`: a string, a number, a list of one kind of them, or an operator over a
 * string or a list of strings. The field must be there; null, booleans and other types match.
 */
export function anythingButTest(operand: unknown, path: string, dialect: Dialect): ValueTest {
  if (isRecord(operand)) return anythingButOperator(operand, path, dialect)
  const excluded = Array.isArray(operand) ? (operand as unknown[]) : [operand]
  const kinds = new Set(excluded.map((value) => typeof value))
  const [kind] = kinds
  if (kinds.size !== 1 || (kind !== 'string' && kind !== 'number')) {
    throw new PatternError(
      path,
      '"anything-but" takes a string, a number, a list of strings or a list of numbers',
    )
  }
  return { accepts: (value: Scalar) => !excluded.includes(value) }
}

function anythingButOperator(
  expression: Readonly<Record<string, unknown>>,
  path: string,
  dialect: Dialect,
): ValueTest {
  const [name, ...others] = Object.keys(expression)
  if (name === undefined) throw new PatternError(path, '{} inside "anything-but" names no operator')
  const operator = Object.hasOwn(inner, name) ? inner[name] : undefined
  if (operator === undefined || others.length > 0) {
    throw new PatternError(
      path,
      `"anything-but" takes one of ${Object.keys(inner).join(', ')}, not ${[name, ...others].join(', ')}`,
    )
  }
  if (dialect === 'pipe') {
    throw new PatternError(
      path,
      `a Pipe filter has no "${name}" inside "anything-but": only rules have it`,
    )
  }
  const matchers = texts(expression[name], path, name).map((text) => operator(text, path))
  return {
    accepts: (value) => typeof value !== 'string' || !matchers.some((matches) => matches(value)),
  }
}

function texts(operand: unknown, path: string, name: string): string[] {
  const list = Array.isArray(operand) ? (operand as unknown[]) : [operand]
  const strings = list.filter((text) => typeof text === 'string')
  if (list.length === 0 || strings.length < list.length) {
    throw new PatternError(path, `"${name}" inside "anything-but" takes a string or a list of them`)
  }
  return strings
}

function refuseEmpty(text: string, path: string): void {
  if (text === '')
    throw new PatternError(path, 'an empty prefix or suffix would exclude every text')
}
