import { describeCost } from '../lake/athena-price.ts'
import { INGESTION_OCUS_MIN } from './model/assumptions.ts'
import { dollarsOf } from './model/bill.ts'
import { type BillInput, passingChanges } from './model/bill-input.ts'
import { HOURS_OF_MONTH } from './model/month.ts'
import { PRICES } from './prices.ts'

/** Dollars a month of the least that AWS's own zero-ETL into OpenSearch has, before any domain. */
export function zeroEtlDollars(): number {
  return dollarsOf(INGESTION_OCUS_MIN * HOURS_OF_MONTH, PRICES.ingestionHour)
}

/** What a query reads that looks at each change of a month. */
export function describeLakeQuery(input: BillInput): string {
  return describeCost(passingChanges(input) * input.sizes.lineGzipBytes)
}
