import { stages } from '../../infra/stages.ts'
import { toBillTable, toDollars, toQuantity } from './bill-table.ts'
import { describeLakeQuery, zeroEtlDollars } from './comparisons.ts'
import type { Estimate } from './estimate.ts'
import type { BillLine } from './model/bill.ts'
import type { Sizes } from './model/sizes.ts'
import { PRICES, PRICES_OF } from './prices.ts'

const NAIVE =
  'naive: a rule straight to each function, an invocation and a request to the store for every event;\n       nothing is batched, held back, retried for days or kept: docs/cost.md'
const DEAREST_SHOWN = 4
const SAVINGS_SHOWN = 4

/** What a stage costs at one rate, for a person. */
export function toCostLines(estimate: Estimate): readonly string[] {
  const { stage, input, changes, tailrace } = estimate
  const { changesPerSecond: rate } = input.traffic
  const unconfirmed = PRICES.ingestionHour.confirmed === 'no' ? ', price unconfirmed' : ''
  return [
    `Stage ${stage}${stages[stage] === undefined ? ' (not in infra/stages.ts: defaults)' : ''} at ${rate} change${rate === 1 ? '' : 's'} a second, ${toQuantity(changes)} a month (${PRICES_OF.region}, prices of ${PRICES_OF.day})`,
    describeSizes(input.sizes),
    '',
    ...toBillTable(estimate),
    '',
    NAIVE,
    `Costs most: ${dearest(tailrace).map(describeLine).join('; ')}`,
    ...toSavingLines(estimate),
    ...toWarnings(estimate),
    '',
    `Beside: a lake query over this month, ${describeLakeQuery(input)}`,
    `        AWS's zero-ETL into an index, $${toDollars(zeroEtlDollars())} a month at least and the domain (one OCU${unconfirmed})`,
  ]
}

function describeSizes(sizes: Sizes): string {
  const bytes = (value: number) => `${Math.round(value)} B`
  return `A change as measured: record ${bytes(sizes.recordBytes)}, event ${bytes(sizes.eventBytes)}, message ${bytes(sizes.messageBytes)}, line of the lake ${bytes(sizes.lineBytes)}`
}

function dearest(lines: readonly BillLine[]): readonly BillLine[] {
  return lines.toSorted((one, other) => other.dollars - one.dollars).slice(0, DEAREST_SHOWN)
}

function describeLine({ part, what, dollars }: BillLine): string {
  return `${part}, ${what} $${toDollars(dollars)}`
}

function toSavingLines({ savings, tailrace }: Estimate): readonly string[] {
  const traces = tailrace.find(({ price }) => price === PRICES.trace)?.dollars ?? 0
  const all = [
    ...savings.map(({ dollars, settings, means }) => ({
      dollars,
      what: Object.entries(settings)
        .map(([name, value]) => `${name}: ${JSON.stringify(value)}`)
        .join(', '),
      means,
    })),
    {
      dollars: traces,
      what: 'tracing: lambda: false in serverless.yml',
      means: 'no traces in X-Ray',
    },
  ]
  const best = all.filter(({ dollars }) => dollars >= 1).sort((a, b) => b.dollars - a.dollars)
  if (best.length === 0) return []
  return [
    'Saves most, each alone:',
    ...best
      .slice(0, SAVINGS_SHOWN)
      .map(({ dollars, what, means }) => `  $${toDollars(dollars)}  ${what} (${means})`),
  ]
}

function toWarnings({ overloaded, tailrace, input }: Estimate): readonly string[] {
  const { searchInstanceType } = input.settings
  return [
    ...overloaded.map(
      (name) =>
        `Too much at this rate: ${name} falls behind with full batches, as many at a time as its settings allow.`,
    ),
    ...(tailrace.some(({ price }) => price === null)
      ? [
          `The price of ${searchInstanceType} is not in cli/cost/prices.ts: nothing is counted for it.`,
        ]
      : []),
  ]
}
