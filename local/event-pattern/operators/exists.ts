import type { ValueTest } from '../match-branch.ts'
import { PatternError } from '../pattern-error.ts'

/** `{"exists": true}` sees leaves only: objects, `{}` and `[]` do not exist, null and "" do. */
export function existsTest(operand: unknown, path: string): ValueTest {
  if (operand === true) return { accepts: () => true }
  if (operand === false) return { absent: true }
  throw new PatternError(path, '"exists" takes true or false')
}
