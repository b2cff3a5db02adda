import { median, type Table } from '../harness/table.ts'
import { type Arrival, rateOfTitle, rowName, type Share } from './tables.ts'

/** In the order of the legend; search, lake and cache have the colours of the other pictures. */
export const LINES = ['search', 'lake', 'cache', 'pipe'] as const satisfies readonly Arrival[]
export type Line = (typeof LINES)[number]

export const LEGEND: Readonly<Record<Line, string>> = {
  search: 'search: in the index',
  lake: 'lake: in its stream',
  cache: 'cache: out of it',
  pipe: 'read by the Pipe',
}

export interface Point {
  /** Changes a second. */
  readonly rate: number
  readonly lagMs: number
}
export type Lines = Readonly<Record<Line, readonly Point[]>>

/** The class of its colour and dashes. */
export function classOf(line: Line): string {
  return line === 'pipe' ? 'base' : line
}

/** Of the tables of lag, one a rate. */
export function readLines(tables: readonly Table[], share: Share): Lines {
  const pointsOf = (line: Line): readonly Point[] =>
    tables.flatMap(({ title, rows }) => {
      const rate = rateOfTitle(title)
      const row = rows.find(({ name }) => name === rowName(line, share))
      return rate === undefined || row === undefined ? [] : [{ rate, lagMs: median(row.values) }]
    })
  return {
    search: pointsOf('search'),
    lake: pointsOf('lake'),
    cache: pointsOf('cache'),
    pipe: pointsOf('pipe'),
  }
}
