import type { BillLine } from './model/bill.ts'
import type { BillInput } from './model/bill-input.ts'
import { findOverloaded, naiveBill, tailraceBill } from './model/bills.ts'
import { SECONDS_OF_MONTH } from './model/month.ts'
import { findSavings, type Saving } from './turns.ts'

/** What a stage costs at one rate, with all that is told of it. */
export interface Estimate {
  readonly stage: string
  readonly input: BillInput
  /** Of a month, before the filter. */
  readonly changes: number
  readonly tailrace: readonly BillLine[]
  readonly naive: readonly BillLine[]
  readonly savings: readonly Saving[]
  /** Functions that fall behind at this rate. */
  readonly overloaded: readonly string[]
}

/** @param entities how many the definitions name. */
export function estimateCost(stage: string, input: BillInput, entities: number): Estimate {
  return {
    stage,
    input,
    changes: input.traffic.changesPerSecond * SECONDS_OF_MONTH,
    tailrace: tailraceBill(input, entities),
    naive: naiveBill(input, entities),
    savings: findSavings(stage, input, entities),
    overloaded: findOverloaded(input),
  }
}
