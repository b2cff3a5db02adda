import type { ValueTest } from '../match-branch.ts'
import { PatternError } from '../pattern-error.ts'

/** `{"wildcard": "a*b"}`: `*` stands for any text, `\*` and `\\` for themselves. */
export function wildcardTest(operand: unknown, path: string): ValueTest {
  if (typeof operand !== 'string') throw new PatternError(path, '"wildcard" takes a string')
  const accepts = wildcardMatcher(operand, path)
  return { accepts: (value) => typeof value === 'string' && accepts(value) }
}

/** @throws PatternError for two stars in a row and for any other escape. */
export function wildcardMatcher(pattern: string, path: string): (text: string) => boolean {
  const parts = splitAtStars(pattern, path)
  return (text) => matchesParts(text, parts)
}

function splitAtStars(pattern: string, path: string): readonly string[] {
  const parts = ['']
  for (let index = 0; index < pattern.length; index++) {
    const unit = pattern.charAt(index)
    const next = pattern.charAt(index + 1)
    if (unit === '*' && next === '*')
      throw new PatternError(path, `two stars in a row in "${pattern}"`)
    if (unit === '\\' && next !== '*' && next !== '\\') {
      throw new PatternError(path, `only \\* and \\\\ are escapes, not "\\${next}"`)
    }
    if (unit === '*') parts.push('')
    else if (unit === '\\') {
      parts.push(`${parts.pop()}${next}`)
      index++
    } else parts.push(`${parts.pop()}${unit}`)
  }
  return parts
}

/** First and last part are anchored; each one between takes the earliest place it finds. */
function matchesParts(text: string, parts: readonly string[]): boolean {
  const first = parts[0] ?? ''
  const last = parts.at(-1) ?? ''
  if (parts.length === 1) return text === first
  if (text.length < first.length + last.length) return false
  if (!text.startsWith(first) || !text.endsWith(last)) return false
  let from = first.length
  for (const part of parts.slice(1, -1)) {
    const found = text.indexOf(part, from)
    if (found < 0) return false
    from = found + part.length
  }
  return from <= text.length - last.length
}
