import { type BillLine, PARTS, sumDollars } from './model/bill.ts'

/** A bill, and that of the naive shape beside it. */
export interface Bills {
  /** Of a month, before the filter. */
  readonly changes: number
  readonly tailrace: readonly BillLine[]
  readonly naive: readonly BillLine[]
}

/** Less than half a cent is not shown. */
const DOLLARS_SHOWN_MIN = 0.005
const MILLION = 1_000_000

/** Part, what, how much a month, dollars a million, dollars a month, dollars a month of the naive shape. */
type Row = readonly [string, string, string, string, string, string]

const HEADING: Row = ['', '', 'a month', '$/million', '$/month', 'naive']
const LEFT_COLUMNS = 2

/** A bill by part: what changes cost, then what is due without one, then both. */
export function toBillTable(bills: Bills): readonly string[] {
  const rows: readonly Row[] = [
    HEADING,
    ...toRows(bills, false),
    toTotal('For changes', bills, ({ fixed }) => !fixed),
    ...toRows(bills, true),
    toTotal('Fixed', bills, ({ fixed }) => fixed),
    toTotal('Together', bills, () => true),
  ]
  const widths = HEADING.map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  )
  const lines = rows.map((row) =>
    row
      .map((cell, column) => {
        const width = widths[column] ?? 0
        return column < LEFT_COLUMNS ? cell.padEnd(width) : cell.padStart(width)
      })
      .join('  ')
      .trimEnd(),
  )
  return lines.flatMap((line, place) => (isTotal(rows[place]) ? [line, ''] : [line])).slice(0, -1)
}

function toRows({ changes, tailrace, naive }: Bills, isFixed: boolean): readonly Row[] {
  return PARTS.flatMap((part) =>
    tailrace
      .filter((line) => line.part === part && line.fixed === isFixed)
      .map((line) => ({ line, beside: sumDollars(naive.filter((one) => isSame(one, line))) }))
      .filter(({ line, beside }) => isShown(line, beside))
      .map(({ line, beside }, place): Row => {
        const { dollars, price } = line
        const million = isFixed ? '' : toDollars((dollars / changes) * MILLION)
        return [
          place === 0 ? part : '',
          line.note === undefined ? line.what : `${line.what} (${line.note})`,
          price === null
            ? 'price not known'
            : `${toQuantity(line.quantity)} ${toUnit(line.quantity, price.unit)}`,
          million,
          price === null ? '?' : toDollars(dollars),
          price === null ? '?' : toDollars(beside),
        ]
      }),
  )
}

function isSame(one: BillLine, other: BillLine): boolean {
  return one.part === other.part && one.what === other.what
}

function isShown({ dollars, price }: BillLine, beside: number): boolean {
  return price === null || dollars >= DOLLARS_SHOWN_MIN || beside >= DOLLARS_SHOWN_MIN
}

function toTotal(
  name: string,
  { changes, tailrace, naive }: Bills,
  wanted: (line: BillLine) => boolean,
): Row {
  const dollars = sumDollars(tailrace.filter(wanted))
  const million = toDollars((dollars / changes) * MILLION)
  const beside = toDollars(sumDollars(naive.filter(wanted)))
  return [name, '', '', million, toDollars(dollars), beside]
}

function isTotal(row: Row | undefined): boolean {
  return row?.[0] !== '' && row?.[1] === ''
}

function toUnit(quantity: number, plural: string): string {
  return quantity === 1 ? plural.replace(/s$/, '') : plural
}

export function toDollars(dollars: number): string {
  return dollars.toFixed(2)
}

/** Three digits: 52.6 M, 1.59 k, 9. */
export function toQuantity(quantity: number): string {
  const [divisor, letter] =
    quantity >= 1e9
      ? [1e9, ' G']
      : quantity >= 1e6
        ? [1e6, ' M']
        : quantity >= 1e4
          ? [1e3, ' k']
          : [1, '']
  const value = quantity / divisor
  return `${Number(value.toPrecision(3))}${letter}`
}
