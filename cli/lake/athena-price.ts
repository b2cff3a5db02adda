import { PRICES } from '../cost/prices.ts'

const BYTES_OF_TIB = 2 ** 40
const BYTES_OF_MIB = 2 ** 20
/** By what a query reads, rounded up, with a least amount. https://aws.amazon.com/athena/pricing/ */
const BILLED_MIB_MIN = 10

/** What was read and about what it costs, in the price of most regions. */
export function describeCost(bytesScanned: number): string {
  const mib = bytesScanned / BYTES_OF_MIB
  const billed = bytesScanned === 0 ? 0 : Math.max(Math.ceil(mib), BILLED_MIB_MIN)
  const dollars = (billed * BYTES_OF_MIB * PRICES.queriedTib.dollars) / BYTES_OF_TIB
  return `${mib.toFixed(mib < 10 ? 2 : 0)} MiB read, about $${dollars.toFixed(dollars < 0.01 ? 5 : 2)}`
}
