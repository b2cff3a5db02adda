import { isRecord } from '../../../shared/json/is-record.ts'
import type { ValueTest } from '../match-branch.ts'
import { PatternError } from '../pattern-error.ts'
import { foldText } from './fold-case.ts'

type End = 'prefix' | 'suffix'

/** `{"prefix": "text"}` or `{"prefix": {"equals-ignore-case": "text"}}` */
export function prefixTest(operand: unknown, path: string): ValueTest {
  return endTest('prefix', operand, path)
}

/** `{"suffix": "text"}` or `{"suffix": {"equals-ignore-case": "text"}}` */
export function suffixTest(operand: unknown, path: string): ValueTest {
  return endTest('suffix', operand, path)
}

function endTest(end: End, operand: unknown, path: string): ValueTest {
  if (typeof operand === 'string') {
    return end === 'prefix'
      ? stringsThat((value) => value.startsWith(operand))
      : stringsThat((value) => value.endsWith(operand))
  }
  if (!isRecord(operand))
    throw new PatternError(path, `"${end}" takes a string or {"equals-ignore-case": string}`)
  const folded = foldText(foldedText(operand, end, path))
  return stringsThat(end === 'prefix' ? folded.startsWith : folded.endsWith)
}

function stringsThat(accepts: (text: string) => boolean): ValueTest {
  return { accepts: (value) => typeof value === 'string' && accepts(value) }
}

function foldedText(operand: Readonly<Record<string, unknown>>, end: End, path: string): string {
  const [name, ...others] = Object.keys(operand)
  if (name !== 'equals-ignore-case' || others.length > 0) {
    throw new PatternError(path, `"${end}" takes a string or {"equals-ignore-case": string}`)
  }
  const text = operand[name]
  if (typeof text !== 'string') {
    throw new PatternError(path, `"equals-ignore-case" inside "${end}" takes a string`)
  }
  return text
}
