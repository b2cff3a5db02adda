import type { Behind } from './behind.ts'
import type { SaleEvent } from './timeline.ts'

export const SINKS = ['search', 'lake', 'cache'] as const
export type Sink = (typeof SINKS)[number]

/** A part as it was at one second. */
export interface Sample {
  /** Seconds from the beginning of the part. */
  readonly second: number
  /** When the look began, epoch milliseconds. */
  readonly atMs: number
  /** Changes that the table has taken so far. */
  readonly written: number
  readonly sinks: Readonly<Record<Sink, Behind>>
  readonly parked: number
  /** Messages in all DLQs. */
  readonly deadLetters: number
}

/** Something of the scenario has happened. */
export interface TimedEvent {
  readonly event: SaleEvent
  /** From the beginning of the part. */
  readonly second: number
}

/** What was measured of one part. */
export interface Recording {
  readonly samples: readonly Sample[]
  readonly events: readonly TimedEvent[]
  /** When the sinks had had time to catch up. */
  readonly atEnd: Sample
  /** When a day had passed, and with it all that the stream keeps. */
  readonly dayLater: Sample
  /** Records that the stream had forgotten by then without anybody having taken them. */
  readonly forgotten: number
  /** How long after it was written an order of that day was found; undefined: not within the bound. */
  readonly nextDayMs: number | undefined
  readonly pages: Pages
}

/** Both parts of the scenario. */
export interface Parts {
  readonly contrast: Recording
  readonly tailrace: Recording
}

/** Orders that were read through the cache. */
export interface Pages {
  readonly shown: number
  /** Those among them that were shown as they were more than `OUTDATED_MS` before. */
  readonly outdated: number
}

export const OUTDATED_MS = 5_000
