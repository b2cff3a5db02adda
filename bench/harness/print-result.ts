import { median, meetsGoal, type Row, ratiosOf, type SuiteResult, type Table } from './table.ts'

const NAME_WIDTH = 46

/** The tables of a suite, as a person reads them. */
export function printResult({ suite, tables, peakBytes, seconds }: SuiteResult): string {
  const memory = `${(peakBytes / 2 ** 20).toFixed(0)} MiB at most`
  return [
    `${suite}: ${seconds.toFixed(0)} s, ${memory}`,
    ...tables.flatMap((table) => ['', ...printTable(table)]),
    '',
  ].join('\n')
}

function printTable(table: Table): readonly string[] {
  const head = ['median', 'min', 'max', 'ratio', 'goal'].map((word) => word.padStart(10)).join('')
  return [
    `  ${table.title} (${table.unit}, ${table.better} is better)`,
    `  ${' '.repeat(NAME_WIDTH)}${head}`,
    ...table.rows.map((row) => printRow(row, table)),
  ]
}

function printRow(row: Row, table: Table): string {
  const { name, values, goal } = row
  const figures = [median(values), Math.min(...values), Math.max(...values)].map(toText)
  const ratios = ratiosOf(row, table)
  const met = meetsGoal(row, table)
  const cells = [
    ...figures,
    ratios === undefined ? '' : toText(median(ratios)),
    goal === undefined ? '' : toText(goal),
  ].map((cell) => cell.padStart(10))
  const verdict = met === undefined ? '' : met ? '  met' : '  MISSED'
  return `  ${name.padEnd(NAME_WIDTH)}${cells.join('')}${verdict}`.trimEnd()
}

/** Three digits that count. */
export function toText(figure: number): string {
  if (!Number.isFinite(figure)) return '-'
  const magnitude = Math.abs(figure)
  if (magnitude >= 100) return Math.round(figure).toLocaleString('en')
  return figure.toFixed(magnitude >= 10 ? 1 : magnitude >= 0.1 ? 2 : 3)
}
