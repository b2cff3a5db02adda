import type { Sink } from './sinks.ts'

/** A stretch of a change's way: through the Pipe, from the bus into its queues, from each queue into its sink. */
export type Hop = 'pipe' | 'rule' | Sink

/** Where changes wait because of a trouble, and why, as the end of a sentence. */
export interface Hold {
  readonly hop: Hop
  readonly why: string
  /** It holds them until it is told to be over. */
  readonly lasts?: true
}

/** Something that went wrong, in words. */
export interface Trouble {
  /** Equal troubles have the same key: they are told once and then counted. */
  readonly key: string
  /** The whole of it, as one line. */
  readonly text: string
  /** The part that is worth repeating in a count. */
  readonly short: string
  /** The error behind it. What is told of the same error right after it is the same trouble. */
  readonly cause?: string
  readonly holds?: Hold
  /** It goes on until it is told to be over, however long that is. */
  readonly lasts?: true
  /** It does not pass by itself: somebody has to mend something. */
  readonly isFinal?: true
}

/** The end of a trouble. */
export interface Relief {
  /** Of the troubles that are over; none of these need have been told. */
  readonly ends: readonly string[]
  /** Said when one of them was told. */
  readonly text: string
}

/** An error as Lambda words it, without the id that says nothing here. */
export function withoutRequestId(error: string): string {
  return error.replace(/RequestId: [0-9a-f-]{36} (Error: )?/g, '')
}

/** What makes two errors equal though one names another request, port or time. */
export function withoutNumbers(error: string): string {
  return error.replace(/\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|\d+/gi, '#')
}
