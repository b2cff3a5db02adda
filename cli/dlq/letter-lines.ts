import type { LetterLine } from '../../shared/redrive/describe-letter.ts'
import { toTable } from '../search/table.ts'

/** Ids and positions of a range are whole; what is longer is for `--json`. */
export const CELL_WIDTH_MAX = 80

/** A letter as one row for a person. */
export function toRow(line: LetterLine, nowMs: number): Record<string, string> {
  const { queue, kind, code, id, op, position, received, letter, eventID } = line
  return {
    queue,
    kind,
    code: code ?? '-',
    id: id ?? '-',
    op: op ?? '-',
    position: position ?? '-',
    age: toAge(nowMs - line.sinceMs),
    received: String(received),
    letter: eventID ?? letter,
  }
}

export function toTableLines(lines: readonly LetterLine[], nowMs: number): readonly string[] {
  return toTable(
    lines.map((line) => toRow(line, nowMs)),
    CELL_WIDTH_MAX,
  )
}

/** A letter for a program: times as ISO 8601. */
export function toJsonLine({ sinceMs, ...line }: LetterLine, more: object = {}): string {
  return JSON.stringify({ ...line, since: new Date(sinceMs).toISOString(), ...more })
}

/** How many there are of each code. */
export function countCodes(lines: readonly LetterLine[]): Readonly<Record<string, number>> {
  const counts = Map.groupBy(lines, ({ code, kind }) => code ?? `- (${kind})`)
  return Object.fromEntries([...counts].map(([code, ofCode]) => [code, ofCode.length]))
}

const UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1_000],
] as const

/** `3d 4h`, `12m 5s`, `0s`. */
export function toAge(ms: number): string {
  const parts: string[] = []
  let left = Math.max(0, ms)
  for (const [unit, unitMs] of UNITS) {
    const count = Math.floor(left / unitMs)
    left -= count * unitMs
    if (count > 0 || parts.length > 0) parts.push(`${count}${unit}`)
  }
  return parts.slice(0, 2).join(' ') || '0s'
}
