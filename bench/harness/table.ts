/** What a suite measured, as it is printed, written and compared. */
export interface Table {
  readonly title: string
  /** Of every figure: `us of CPU a record`. */
  readonly unit: string
  readonly better: 'lower' | 'higher'
  readonly rows: readonly Row[]
}

export interface Row {
  readonly name: string
  /** One figure a round; rows of a table have theirs in the same rounds. */
  readonly values: readonly number[]
  /** The row it is a part or a multiple of, round by round. */
  readonly against?: string
  /** The bound of that ratio, or of the figure itself where there is none to compare with. */
  readonly goal?: number
  /** The goal bounds the figure, although there is a row to compare with. */
  readonly goalIsAbsolute?: boolean
}

/** One run of a suite, in a process of its own. */
export interface SuiteResult {
  readonly suite: string
  readonly tables: readonly Table[]
  /** The most memory that its process had, bytes. */
  readonly peakBytes: number
  readonly seconds: number
}

/** Ratios to the row that it is compared with, one a round. */
export function ratiosOf(row: Row, { rows }: Table): readonly number[] | undefined {
  const base = rows.find(({ name }) => name === row.against)
  return base && row.values.map((value, round) => value / (base.values[round] ?? Number.NaN))
}

/** Undefined without a goal. */
export function meetsGoal(row: Row, table: Table): boolean | undefined {
  if (row.goal === undefined) return undefined
  const ratios = row.goalIsAbsolute ? undefined : ratiosOf(row, table)
  const reached = median(ratios ?? row.values)
  return table.better === 'lower' ? reached <= row.goal : reached >= row.goal
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const upper = sorted[sorted.length >> 1] ?? Number.NaN
  const lower = sorted[(sorted.length - 1) >> 1] ?? Number.NaN
  return (lower + upper) / 2
}
