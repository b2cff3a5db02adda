import type { Price } from '../prices.ts'

export const PARTS = [
  'Pipe',
  'Enrichment',
  'Bus',
  'Search',
  'Lake',
  'Cache',
  'Watching',
  'Keys',
] as const
export type Part = (typeof PARTS)[number]

/** A line of a bill of a month. */
export interface BillLine {
  readonly part: Part
  readonly what: string
  /** Beside `what`: of how much. */
  readonly note?: string
  /** Of the price's unit. */
  readonly quantity: number
  /** Null: it is not in prices.ts, and the line counts nothing. */
  readonly price: Price | null
  readonly dollars: number
  /** Due without a single change. */
  readonly fixed: boolean
}

export function variable(part: Part, what: string, quantity: number, price: Price): BillLine {
  return { part, what, quantity, price, dollars: dollarsOf(quantity, price), fixed: false }
}

export function fixed(part: Part, what: string, quantity: number, price: Price | null): BillLine {
  const dollars = price === null ? 0 : dollarsOf(quantity, price)
  return { part, what, quantity, price, dollars, fixed: true }
}

export function dollarsOf(quantity: number, { dollars, per }: Price): number {
  return (quantity / per) * dollars
}

export function sumDollars(lines: readonly BillLine[]): number {
  return lines.reduce((sum, { dollars }) => sum + dollars, 0)
}
