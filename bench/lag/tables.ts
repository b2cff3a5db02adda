import { percentile } from '../harness/percentile.ts'
import type { Row, Table } from '../harness/table.ts'
import type { Journey } from './journey.ts'

/** Changes written at one rate. */
export interface Phase {
  /** Changes a second. */
  readonly rate: number
  readonly journeys: readonly Journey[]
}

const SHARES = { p50: 0.5, p99: 0.99 } as const
export type Share = keyof typeof SHARES

/** How the rows of a place where a change arrives are named; the picture has those of the sinks. */
const ARRIVALS = {
  table: 'answered by the table',
  reader: 'a reader of the stream by the SDK',
  pipe: 'read by the Pipe',
  cache: 'out of the cache',
  lake: "taken by the lake's delivery stream",
  search: 'written into the index',
  found: 'found by a search',
} as const
export type Arrival = keyof typeof ARRIVALS

const SERVICES = {
  pipe: 'pipe',
  cache: 'cache-invalidator',
  lake: 'lake-writer',
  search: 'search-projector',
} as const
/** One figure for so long, and one row's spread over a phase. */
const SLICE_MS = 5_000

/**
 * A share of a phase's lags in milliseconds, from when each write was due: a table that answers late
 * hides none of it. Some are read before they are answered.
 */
export function toLagTable({ rate, journeys }: Phase): Table {
  const slices = [...Map.groupBy(journeys, (one) => sliceOf(one, journeys)).values()]
  const arrivals = (Object.keys(ARRIVALS) as Arrival[]).filter((arrival) =>
    journeys.every((journey) => arrivalMs(journey, arrival) !== undefined),
  )
  const base = arrivals.find((arrival) => arrival !== 'table')
  const rowsOf = (share: Share): readonly Row[] =>
    arrivals.map((arrival) => ({
      name: rowName(arrival, share),
      values: slices.map((slice) =>
        percentile(
          slice.map((one) => (arrivalMs(one, arrival) ?? Number.NaN) - one.dueMs),
          SHARES[share],
        ),
      ),
      ...(base !== undefined &&
        !['table', base].includes(arrival) && { against: rowName(base, share) }),
    }))
  return {
    title: lagTitle(rate),
    unit: 'ms since the write was due',
    better: 'lower',
    rows: [...rowsOf('p50'), ...rowsOf('p99')],
  }
}

export function rowName(arrival: Arrival, share: Share): string {
  return `${share}, ${ARRIVALS[arrival]}`
}

export function lagTitle(rate: number): string {
  return `${rate.toLocaleString('en')} changes/s`
}

/** The rate of such a table; undefined of another. */
export function rateOfTitle(title: string): number | undefined {
  const [, rate] = /^([\d,]+) changes\/s$/.exec(title) ?? []
  return rate === undefined ? undefined : Number(rate.replaceAll(',', ''))
}

function arrivalMs(journey: Journey, arrival: Arrival): number | undefined {
  if (arrival === 'table') return journey.ackedMs
  if (arrival === 'reader') return journey.readMs
  if (arrival === 'found') return journey.foundMs
  return journey.at.get(SERVICES[arrival])
}

function sliceOf({ dueMs }: Journey, journeys: readonly Journey[]): number {
  return Math.floor((dueMs - (journeys[0]?.dueMs ?? dueMs)) / SLICE_MS)
}
