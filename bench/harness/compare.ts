import { toText } from './print-result.ts'
import { median, type Row, ratiosOf, type SuiteResult, type Table } from './table.ts'

/** What counts as another speed, and not as noise: a fifth. */
const NOTABLE = 0.2

export interface Compared {
  readonly row: string
  /** Above 1 is better here, whatever is measured. */
  readonly gain: number
  readonly here: number
  readonly there: number
}

/**
 * Rows that both have. A row that is compared with a baseline counts by that ratio, which holds
 * while the machine's speed moves; one without counts by its figure.
 */
export function compare(
  here: readonly SuiteResult[],
  there: readonly SuiteResult[],
): readonly Compared[] {
  const before = figuresOf(there)
  return [...figuresOf(here)].flatMap(([row, { figures, better }]) => {
    const others = before.get(row)?.figures
    if (others === undefined) return []
    const [mine, theirs] = [median(figures), median(others)]
    return {
      row,
      here: mine,
      there: theirs,
      gain: better === 'higher' ? mine / theirs : theirs / mine,
    }
  })
}

export function printComparison(compared: readonly Compared[], ref: string): string {
  const head = ['here', ref.slice(0, 9), 'gain'].map((word) => word.padStart(10)).join('')
  const lines = compared.map(({ row, here, there, gain }) => {
    const cells = [here, there, gain].map((figure) => toText(figure).padStart(10)).join('')
    const verdict = gain < 1 - NOTABLE ? '  SLOWER' : gain > 1 / (1 - NOTABLE) ? '  faster' : ''
    return `  ${row.padEnd(62)}${cells}${verdict}`
  })
  return [`  ${' '.repeat(62)}${head}`, ...lines].join('\n')
}

interface Figures {
  readonly figures: readonly number[]
  readonly better: Table['better']
}

function figuresOf(results: readonly SuiteResult[]): ReadonlyMap<string, Figures> {
  const all = results.flatMap(({ tables }) =>
    tables.flatMap((table) => table.rows.map((row) => ({ row, table }))),
  )
  const baselines = new Set(all.map(({ row, table }) => nameOf(row.against ?? '', table)))
  const counted = all.filter(
    ({ row, table }) => row.against !== undefined || !baselines.has(nameOf(row.name, table)),
  )
  const byName = Map.groupBy(counted, ({ row, table }) => nameOf(row.name, table))
  return new Map(
    [...byName].map(([name, same]) => [
      name,
      {
        figures: same.flatMap(({ row, table }) => median(figuresOfRow(row, table))),
        better: same[0]?.table.better ?? 'lower',
      },
    ]),
  )
}

function figuresOfRow(row: Row, table: Table): readonly number[] {
  return ratiosOf(row, table) ?? row.values
}

function nameOf(row: string, { title }: Table): string {
  return `${title}: ${row.trim()}`
}
