import type { ValueTest } from '../match-branch.ts'
import { PatternError } from '../pattern-error.ts'
import { foldText } from './fold-case.ts'

/** `{"equals-ignore-case": "text"}` */
export function equalsIgnoreCaseTest(operand: unknown, path: string): ValueTest {
  if (typeof operand !== 'string') {
    throw new PatternError(path, '"equals-ignore-case" takes a string')
  }
  const folded = foldText(operand)
  return { accepts: (value) => typeof value === 'string' && folded.equals(value) }
}
