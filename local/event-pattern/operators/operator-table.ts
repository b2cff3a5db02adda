import type { ValueTest } from '../match-branch.ts'
import { type Dialect, PatternError } from '../pattern-error.ts'
import { anythingButTest } from './anything-but.ts'
import { cidrTest } from './cidr.ts'
import { equalsIgnoreCaseTest } from './equals-ignore-case.ts'
import { exactStringTest } from './exact.ts'
import { existsTest } from './exists.ts'
import { numericTest } from './numeric.ts'
import { prefixTest, suffixTest } from './prefix-suffix.ts'
import { wildcardTest } from './wildcard.ts'

/** Makes an operator's test from its operand, or throws a PatternError that names the field. */
export type Operator = (operand: unknown, path: string, dialect: Dialect) => ValueTest

const operators: Readonly<Record<string, Operator>> = {
  exactly: exactStringTest,
  prefix: prefixTest,
  suffix: suffixTest,
  'equals-ignore-case': equalsIgnoreCaseTest,
  'anything-but': anythingButTest,
  numeric: numericTest,
  exists: existsTest,
  cidr: cidrTest,
  wildcard: wildcardTest,
}

/** Operators that a Pipe filter lacks; `anything-but` with an operator inside is refused by itself. */
const RULES_ONLY: ReadonlySet<string> = new Set(['cidr', 'exactly', 'wildcard'])

/** Names that AWS reserves beside the operators' own. */
const RESERVED: ReadonlySet<string> = new Set(['regex'])

export function isOperatorName(name: string): boolean {
  return Object.hasOwn(operators, name) || RESERVED.has(name)
}

/** Reads `{"<operator>": <operand>}`. */
export function operatorTest(
  expression: Readonly<Record<string, unknown>>,
  path: string,
  dialect: Dialect,
): ValueTest {
  const [name, ...others] = Object.keys(expression)
  if (name === undefined) throw new PatternError(path, '{} names no operator')
  const operator = Object.hasOwn(operators, name) ? operators[name] : undefined
  if (operator === undefined) {
    throw new PatternError(path, `there is no operator "${name}", but ${namesFor(dialect)}`)
  }
  if (others.length > 0) {
    throw new PatternError(path, 'each operator stands in an object of its own')
  }
  if (dialect === 'pipe' && RULES_ONLY.has(name)) {
    throw new PatternError(path, `a Pipe filter has no operator "${name}": only rules have it`)
  }
  return operator(expression[name], path, dialect)
}

function namesFor(dialect: Dialect): string {
  const names = Object.keys(operators).filter((name) => dialect === 'rule' || !RULES_ONLY.has(name))
  return names.join(', ')
}
