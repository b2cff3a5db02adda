/** When what happens, in whole seconds from the beginning of a part. */
export interface Timeline {
  /** The flash sale begins: one key is hot. */
  readonly sale: number
  /** OpenSearch becomes slow. */
  readonly slow: number
  readonly fast: number
  /** An order under the hot key is written in a form that nobody expects. */
  readonly malformed: number
  readonly corrected: number
  /** Nothing is written from here on. */
  readonly over: number
  readonly end: number
}

export const SECONDS_DEFAULT = 60
/** Fewer leave no time between one event and the next. */
export const SECONDS_MIN = 24
/** More are more orders than one search returns. */
export const SECONDS_MAX = 300

/** @param seconds of the whole part. */
export function timelineOf(seconds: number): Timeline {
  const at = (part: number) => Math.round(seconds * part)
  return {
    sale: at(1 / 12),
    slow: at(1 / 6),
    fast: at(0.27),
    malformed: at(1 / 2),
    corrected: at(2 / 3),
    over: at(5 / 6),
    end: seconds,
  }
}

/** A few words on each event, for tables and pictures; in the order in which they happen. */
export const EVENT_WORDS: Readonly<Record<Exclude<keyof Timeline, 'end'>, string>> = {
  sale: 'flash sale',
  slow: 'OpenSearch slow',
  fast: 'OpenSearch fast',
  malformed: 'malformed item',
  corrected: 'item corrected',
  over: 'sale over',
}

export type SaleEvent = keyof typeof EVENT_WORDS
