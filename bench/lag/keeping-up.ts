import type { Table } from '../harness/table.ts'
import type { Journey } from './journey.ts'
import { lagTitle, type Phase, rateOfTitle } from './tables.ts'

const SINKS = ['cache-invalidator', 'lake-writer', 'search-projector']
/** A rate holds while so much of what is written is taken meanwhile; the rest is how batches fall. */
const HOLDS = 0.85

export function holds(phase: Phase): boolean {
  return takenShare(phase) >= HOLDS
}

export const KEEPING_UP = 'What the slowest sink takes while changes are written'

/** Those rates of such a table that did not hold. */
export function ratesThatBroke({ rows }: Table): readonly number[] {
  return rows.flatMap(({ name, values: [taken = 0] }) => {
    const rate = rateOfTitle(name.replace(/^of /, '')) ?? Number.NaN
    return taken < rate * HOLDS ? [rate] : []
  })
}

export function toKeepingUpTable(phases: readonly Phase[]): Table {
  return {
    title: KEEPING_UP,
    unit: 'changes/s',
    better: 'higher',
    rows: phases.map((phase) => ({
      name: `of ${lagTitle(phase.rate)}`,
      values: [phase.rate * takenShare(phase)],
    })),
  }
}

/**
 * Who keeps up takes a second's changes in a second; who needs longer, has more of a lag for each
 * later change.
 */
function takenShare({ journeys }: Phase): number {
  const spans = SINKS.map((service) => slopeOf(journeys, service))
  return 1 / Math.max(1, ...spans)
}

/** Least squares: milliseconds between two arrivals for one between the writes. */
function slopeOf(journeys: readonly Journey[], service: string): number {
  const points = journeys.map(({ dueMs, at }) => ({ x: dueMs, y: at.get(service) ?? Number.NaN }))
  const [meanX, meanY] = [mean(points.map(({ x }) => x)), mean(points.map(({ y }) => y))]
  const products = points.map(({ x, y }) => (x - meanX) * (y - meanY))
  const squares = points.map(({ x }) => (x - meanX) ** 2)
  return mean(products) / mean(squares)
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
