import type { ValueTest } from '../match-branch.ts'
import { PatternError } from '../pattern-error.ts'

type Comparison = (value: number) => boolean

const TAKES = 'takes a list such as [">", 0, "<=", 5]'

const comparisons: Readonly<Record<string, (bound: number) => Comparison>> = {
  '=': (bound) => (value) => value === bound,
  '<': (bound) => (value) => value < bound,
  '<=': (bound) => (value) => value <= bound,
  '>': (bound) => (value) => value > bound,
  '>=': (bound) => (value) => value >= bound,
}

/** `{"numeric": [">", 0, "<=", 5]}`: one comparison, or a lower bound and then an upper one. */
export function numericTest(operand: unknown, path: string): ValueTest {
  if (!Array.isArray(operand)) throw new PatternError(path, `"numeric" ${TAKES}`)
  const [operator, bound, upperOperator, upperBound, ...rest] = operand as unknown[]
  const lower = comparison(operator, bound, path)
  if (operand.length === 2) return numbersThat(lower)

  if (operator !== '>' && operator !== '>=') {
    throw new PatternError(
      path,
      `nothing follows "${String(operator)}" in "numeric": a range ${TAKES}`,
    )
  }
  if (upperOperator !== '<' && upperOperator !== '<=') {
    throw new PatternError(path, `the second comparison of "numeric" is < or <=: a range ${TAKES}`)
  }
  const upper = comparison(upperOperator, upperBound, path)
  if (rest.length > 0)
    throw new PatternError(path, `"numeric" has at most two comparisons: a range ${TAKES}`)
  if (Number(bound) >= Number(upperBound)) {
    throw new PatternError(path, 'the first bound of "numeric" must lie below the second')
  }
  return numbersThat((value) => lower(value) && upper(value))
}

function comparison(operator: unknown, bound: unknown, path: string): Comparison {
  const compare =
    typeof operator === 'string' && Object.hasOwn(comparisons, operator)
      ? comparisons[operator]
      : undefined
  if (compare === undefined) {
    throw new PatternError(
      path,
      `"numeric" compares by ${Object.keys(comparisons).join(' ')}, not by ${JSON.stringify(operator)}`,
    )
  }
  if (typeof bound !== 'number' || !Number.isFinite(bound)) {
    throw new PatternError(
      path,
      `"numeric" compares ${String(operator)} with a number, not with ${JSON.stringify(bound)}`,
    )
  }
  return compare(bound)
}

/** Text never matches, so DynamoDB's `{"N": "12.50"}` does not. */
function numbersThat(accepts: Comparison): ValueTest {
  return { accepts: (value) => typeof value === 'number' && accepts(value) }
}
