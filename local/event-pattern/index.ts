/**
 * EventBridge event patterns, for rules and for Pipe filters.
 *
 * Semantics are those of AWS's open-source matcher (https://github.com/aws/event-ruler), over parsed
 * JSON; the vectors in `test/fixtures/patterns.jsonl` were made with it. What each dialect knows:
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html (rule),
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-event-filtering.html (pipe).
 */
import { isRecord } from '../../shared/json/is-record.ts'
import { matchesBranch } from './match-branch.ts'
import { parsePattern } from './parse-pattern.ts'
import type { Dialect } from './pattern-error.ts'

/**
 * Compiles a pattern into a test of parsed events.
 *
 * An event that is no JSON object matches nothing.
 *
 * @throws PatternError when the pattern is invalid, or uses an operator its dialect lacks.
 */
export function compilePattern(
  pattern: unknown,
  dialect: Dialect = 'rule',
): (event: unknown) => boolean {
  const branches = parsePattern(pattern, dialect)
  return (event) => isRecord(event) && branches.some((branch) => matchesBranch(branch, event))
}
