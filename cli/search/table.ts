import { printable } from '../printable.ts'

/** Longer text, a token mostly, is cut: `--json` has it whole. A number never is. */
const CELL_WIDTH_MAX = 32

const NUMBER = /^-?\d+(\.\d+)?$/

/**
 * Rows as aligned lines under a heading of all their columns, in order of first appearance.
 *
 * @param cellWidthMax characters of a cell; longer text is cut.
 */
export function toTable(
  rows: readonly Readonly<Record<string, string>>[],
  cellWidthMax = CELL_WIDTH_MAX,
): string[] {
  const clip = (value = '') => clipTo(printable(value), cellWidthMax)
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  const widths = columns.map((column) =>
    Math.max(column.length, ...rows.map((row) => clip(row[column]).length)),
  )
  const toLine = (cells: readonly string[]) =>
    cells
      .map((cell, place) => cell.padEnd(widths[place] ?? 0))
      .join('  ')
      .trimEnd()
  if (rows.length === 0) return []
  return [
    toLine(columns),
    toLine(widths.map((width) => '-'.repeat(width))),
    ...rows.map((row) => toLine(columns.map((column) => clip(row[column])))),
  ]
}

function clipTo(value: string, widthMax: number): string {
  const isWhole = value.length <= widthMax || NUMBER.test(value)
  return isWhole ? value : `${value.slice(0, widthMax - 1)}…`
}
