import { stages } from '../../infra/stages.ts'
import type { Estimate } from './estimate.ts'
import { type BillLine, sumDollars } from './model/bill.ts'
import { PRICES_OF } from './prices.ts'

/** Estimates for a program: one object. Dollars are of a month. */
export function toReport(estimates: readonly Estimate[]) {
  const stage = estimates[0]?.stage
  return {
    prices: PRICES_OF,
    stage,
    isDeclared: stage !== undefined && Object.hasOwn(stages, stage),
    sizes: estimates[0]?.input.sizes,
    estimates: estimates.map(({ input, changes, tailrace, naive, savings, overloaded }) => ({
      changesPerSecond: input.traffic.changesPerSecond,
      changes,
      dollars: sumDollars(tailrace),
      dollarsFixed: sumDollars(tailrace.filter(({ fixed }) => fixed)),
      dollarsNaive: sumDollars(naive),
      lines: tailrace.map(toLine),
      linesNaive: naive.map(toLine),
      savings,
      overloaded,
    })),
  }
}

function toLine({ part, what, note, quantity, price, dollars, fixed }: BillLine) {
  return { part, what, note, quantity, unit: price?.unit ?? null, dollars, fixed, price }
}
